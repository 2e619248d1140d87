//! Messages, S5: the outbox, one order's messages, the channels of this desk.

use tauri::State;
use tirkeu_core::command::NoticesPageForm;
use tirkeu_core::domain::notice::NoticeChannel;
use tirkeu_core::domain::notice::channel::{ChannelForm, GatewayKind};
use tirkeu_core::domain::rights::Action;
use tirkeu_core::error::{BAD_REQUEST, Refusal};
use tirkeu_core::query::notice::rows::cause as words_of;
use tirkeu_core::view::{NoticesPage, NoticesSet, OrderNotices, TextLength};
use tirkeu_core::words::Lang;
use zeroize::Zeroizing;

use super::{id, read};
use crate::answer::{Answer, problems};
use crate::sender;
use crate::stage::Stage;

/// What became of a connection to a gateway.
#[derive(Debug, Default, serde::Serialize, specta::Type)]
pub struct ChannelChecked {
    /// Why it did not come about, in words; empty where it did.
    failed: String,
    /// What is left on the account, as the gateway says it; empty where it says nothing.
    balance: String,
}

/// A page of messages; without a handle the list is opened.
#[tauri::command(async)]
#[specta::specta]
pub fn notices_list(
    stage: State<'_, Stage>,
    handle: Option<String>,
    form: String,
    lang: Lang,
) -> Answer<NoticesPage> {
    let handle = handle.as_deref().map(id).transpose()?;
    let form: NoticesPageForm = read(&form)?;
    stage
        .open(|open| open.notices(handle, &form, lang))
        .map(|page| page.into_inner())
        .map_err(problems)
}

/// Messages about an order that is open.
#[tauri::command(async)]
#[specta::specta]
pub fn notices_of_order(
    stage: State<'_, Stage>,
    order: String,
    of: String,
    lang: Lang,
) -> Answer<OrderNotices> {
    let order = (id(&order)?, id(&of)?);
    stage
        .open(|open| open.app.order_notices(order, lang))
        .map_err(problems)
}

/// What the laboratory set, and the channels of this desk.
#[tauri::command(async)]
#[specta::specta]
pub fn notices_set(stage: State<'_, Stage>) -> Answer<NoticesSet> {
    stage.open(|open| open.app.notices_set()).map_err(problems)
}

/// How long a text of the laboratory is, while it is typed.
#[tauri::command(async)]
#[specta::specta]
pub fn notices_length(stage: State<'_, Stage>, text: String) -> Answer<TextLength> {
    stage
        .open(|open| {
            open.app.session()?;
            Ok(TextLength::of(&text))
        })
        .map_err(problems)
}

/// Keeps a channel of this desk.
#[tauri::command(async)]
#[specta::specta]
pub fn notices_channel(stage: State<'_, Stage>, form: String, secret: String) -> Answer<()> {
    let secret = Zeroizing::new(secret);
    let form: ChannelForm = read(&form)?;
    stage
        .open(|open| open.app.set_channel(&form, &secret))
        .map_err(problems)
}

/// This desk sends what waits for another, a stretch of it; how many are left.
#[tauri::command(async)]
#[specta::specta]
pub fn notices_take_over(stage: State<'_, Stage>) -> Answer<u32> {
    stage
        .open(|open| open.app.take_over_notices())
        .map_err(problems)
}

/// Connects to the gateway of a channel as it is kept, and asks what is left on the account; nothing is sent.
#[tauri::command(async)]
#[specta::specta]
pub fn notices_check(
    stage: State<'_, Stage>,
    channel: NoticeChannel,
    lang: Lang,
) -> Answer<ChannelChecked> {
    let set = stage
        .open(|open| {
            open.app.allowed(Action::SetChannels)?;
            open.app.channel(channel)
        })
        .map_err(problems)?;
    let Some(set) = set else {
        return Err(problems(Refusal::at("gateway", BAD_REQUEST).into()));
    };
    if set.gateway == GatewayKind::Training {
        return Ok(ChannelChecked::default());
    }
    let said = sender::gateway(&set).and_then(|gateway| {
        gateway.check()?;
        gateway.balance()
    });
    match said {
        Ok(balance) => {
            let balance = balance.unwrap_or_default();
            stage
                .open(|open| open.app.note_balance(channel, &balance))
                .map_err(problems)?;
            Ok(ChannelChecked {
                failed: String::new(),
                balance,
            })
        }
        Err(cause) => Ok(ChannelChecked {
            failed: words_of(lang, cause.code()),
            balance: String::new(),
        }),
    }
}
