//! Through what this desk sends: kept here alone, encrypted with everything else of the desk.

use rusqlite::{OptionalExtension, params};
use zeroize::Zeroizing;

use crate::app::session::By;
use crate::app::{App, Line};
use crate::decide::notice::sends;
use crate::domain::notice::NoticeChannel;
use crate::domain::notice::channel::{Channel, ChannelForm, GatewayKind, check};
use crate::domain::rights::Action;
use crate::error::{BAD_REQUEST, Error, Refusal};
use crate::query::{self, notice};
use crate::view::ChannelView;

/// What is kept of a channel.
struct Kept {
    form: ChannelForm,
    secret: Zeroizing<String>,
}

impl App {
    /// Keeps through what this desk sends on a channel, and says to all desks that it does; with no gateway, that it does not.
    ///
    /// # Errors
    /// Those of a channel, each beside its field; `locked`, `not-allowed`.
    pub fn set_channel(&mut self, form: &ChannelForm, secret: &str) -> Result<(), Error> {
        self.allowed(Action::SetChannels)?;
        let desk = self.facts()?;
        let kept = match NoticeChannel::parse(&form.channel) {
            Some(channel) => self.kept_channel(channel)?,
            None => None,
        };
        // A secret belongs to its login and goes to its own gateway alone.
        let kept = kept.filter(|kept| kept.form.account() == form.account());
        let kept_secret = kept.as_ref().map(|kept| kept.secret.as_str());
        let (channel, set) = check(form, secret, kept_secret).map_err(Error::Refused)?;
        let is_ours = notice::sender(self.conn(), channel)? == Some(desk.device);
        let lines: Vec<Line> = match is_ours == set.is_some() {
            true => Vec::new(),
            false => sends(&desk, channel, set.is_some()).lines,
        };
        // The key first: a desk that says that it sends can.
        if let Some(set) = &set {
            let json = serde_json::to_string(form).map_err(|_| Refusal::new(BAD_REQUEST))?;
            self.conn().execute(
                "INSERT OR REPLACE INTO l_channel (channel, gateway, form, secret, account, balance) VALUES (?1, ?2, ?3, ?4, ?5, \
                 (SELECT balance FROM l_channel WHERE channel = ?1 AND account = ?5))",
                params![
                    channel.code(),
                    set.gateway.text(),
                    json,
                    set.secret,
                    form.account()
                ],
            )?;
        }
        if !lines.is_empty() {
            self.write(&By::Session, lines)?;
        }
        if set.is_none() {
            (self.conn()).execute("DELETE FROM l_channel WHERE channel = ?1", [channel.code()])?;
        }
        Ok(())
    }

    /// The channels of this desk. Level 0.
    pub fn channels(&self) -> Result<Vec<ChannelView>, Error> {
        self.allowed(Action::SetChannels)?;
        let mut out = Vec::new();
        for channel in NoticeChannel::ALL {
            let kept = self.kept_channel(channel)?;
            let sender = notice::sender(self.conn(), channel)?;
            let here = sender == Some(self.device);
            let other = sender.filter(|_| !here);
            let unset = || ChannelForm {
                channel: channel.text().to_owned(),
                ..ChannelForm::default()
            };
            out.push(ChannelView {
                has_secret: kept.as_ref().is_some_and(|kept| !kept.secret.is_empty()),
                form: kept.map_or_else(unset, |kept| kept.form),
                here,
                sender: match other {
                    Some(desk) => query::lab::desk_called(self.conn(), desk)?,
                    None => String::new(),
                },
                balance: self.balance(channel)?,
            });
        }
        Ok(out)
    }

    /// A channel with its secret, for whoever sends; none where this desk keeps none.
    pub fn channel(&self, channel: NoticeChannel) -> Result<Option<Channel>, Error> {
        let Some(kept) = self.kept_channel(channel)? else {
            return Ok(None);
        };
        // What was accepted once and is refused by a later rule sends nothing.
        let judged = check(&kept.form, "", Some(&kept.secret));
        Ok(judged.ok().and_then(|(_, channel)| channel))
    }

    /// The same for one message: while people learn the program, nothing leaves the laboratory.
    pub(in crate::app) fn wire(&self, channel: NoticeChannel) -> Result<Option<Channel>, Error> {
        let mut wire = self.channel(channel)?;
        if let Some(wire) = &mut wire
            && query::lab::is_training(self.conn())?
        {
            wire.gateway = GatewayKind::Training;
        }
        Ok(wire)
    }

    /// The channel where it is this desk that sends, and no other.
    pub fn sending(&self, channel: NoticeChannel) -> Result<Option<Channel>, Error> {
        match notice::sender(self.conn(), channel)? == Some(self.device) {
            true => self.channel(channel),
            false => Ok(None),
        }
    }

    /// Remembers what the gateway says of the account.
    pub fn note_balance(&mut self, channel: NoticeChannel, said: &str) -> Result<(), Error> {
        let said: String = said.chars().take(60).collect();
        let sql = "UPDATE l_channel SET balance = ?2 WHERE channel = ?1";
        self.conn().execute(sql, params![channel.code(), said])?;
        Ok(())
    }

    /// What the gateway last said of the account; empty where it said nothing.
    fn balance(&self, channel: NoticeChannel) -> Result<String, rusqlite::Error> {
        let balance: Option<Option<String>> = (self.conn())
            .prepare_cached("SELECT balance FROM l_channel WHERE channel = ?1")?
            .query_row([channel.code()], |row| row.get(0))
            .optional()?;
        Ok(balance.flatten().unwrap_or_default())
    }

    /// What is left on the account of a channel of this desk, where that is little.
    pub(super) fn low_balance(&self, channel: NoticeChannel) -> Result<Option<String>, Error> {
        let balance = self.balance(channel)?;
        Ok(self
            .sending(channel)?
            .and_then(|set| set.is_low(&balance).then_some(balance)))
    }

    fn kept_channel(&self, channel: NoticeChannel) -> Result<Option<Kept>, Error> {
        let row: Option<(String, String)> = (self.conn())
            .prepare_cached("SELECT form, secret FROM l_channel WHERE channel = ?1")?
            .query_row([channel.code()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(row.and_then(|(form, secret)| {
            let secret = Zeroizing::new(secret);
            let form = serde_json::from_str(&form).ok()?;
            Some(Kept { form, secret })
        }))
    }
}
