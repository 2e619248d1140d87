//! The head of the window: every tab, who works, the way out, whole at 1366 px in both languages.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps;

#[tokio::test]
async fn the_head_is_whole_in_russian() -> WebDriverResult<()> {
    whole(Lang::Ru).await
}

#[tokio::test]
async fn the_head_is_whole_in_kazakh() -> WebDriverResult<()> {
    whole(Lang::Kk).await
}

/// What a manager sees, who has the most tabs; and the same under a long surname.
async fn whole(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), lang).await?;
    desk.find("tab-journal").await?;
    fits(&desk).await?;
    desk.says("shell-staff", "Сейтова А. М.").await?;
    desk.look("head").await?;
    let rename = "document.querySelector('[data-testid=shell-staff]').lastChild.data = 'Жаңабергенова Г. Қ.';";
    desk.driver.execute(rename, vec![]).await?;
    fits(&desk).await?;
    desk.shot("head-long-name").await.map(drop)
}

async fn fits(desk: &Desk) -> WebDriverResult<()> {
    let measure = "const head = document.querySelector('header');
        const out = [];
        if (head.scrollWidth > head.clientWidth) out.push('head');
        let last = 0;
        for (const one of head.querySelectorAll('.name, button')) {
          const at = one.getBoundingClientRect();
          const name = one.dataset.testid ?? 'name';
          if (one.scrollWidth > one.clientWidth + 1) out.push('cut: ' + name);
          if (at.left < last - 0.5) out.push('over another: ' + name);
          if (at.right > innerWidth) out.push('outside: ' + name);
          if (at.height > head.clientHeight) out.push('two lines: ' + name);
          last = at.right;
        }
        return out;";
    let wrong: Vec<String> = desk.driver.execute(measure, vec![]).await?.convert()?;
    assert!(wrong.is_empty(), "{wrong:?}");
    Ok(())
}
