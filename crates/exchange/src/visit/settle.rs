//! Putting right: bodies that lie there otherwise than they should.

use std::collections::{BTreeMap, BTreeSet};

use tirkeu_core::app::Keyring;
use tirkeu_core::frames::{Absence, Record, Sealed};
use tirkeu_core::id::{DeviceId, Hash, SystemEntropy};
use tirkeu_core::vault::ExchangeKey;

use super::{Ended, Meeting, ask};
use crate::name::Segment;
use crate::plan::Range;

impl Meeting<'_> {
    /// Bodies that lie there otherwise than they should: taken away by an act, or agreed to since. A segment that was
    /// not read yet is settled when it is.
    pub(super) fn settle(&mut self, ring: &Keyring) -> Result<(), Ended> {
        let place = self.place;
        let unsettled = ask(self.desk, |app, _| app.unsettled_at(place))?;
        let gone: BTreeSet<(DeviceId, u64)> = unsettled.erased.iter().copied().collect();
        for segment in self.whole.clone() {
            let within = (segment.author, segment.first)..=(segment.author, segment.last);
            if gone.range(within).next().is_none() {
                continue;
            }
            let frames = match self.remote.read(&segment) {
                Ok(frames) => frames,
                Err(fault) if fault.is_of_the_place() => return Err(fault.into()),
                // Somebody changed it: it is read anew at the next visit, and settled then.
                Err(_) => continue,
            };
            let erased: BTreeSet<Hash> = frames
                .iter()
                .filter(|frame| gone.contains(&(frame.place.device, frame.place.seq)))
                .map(|frame| frame.place.hash)
                .collect();
            if self.erase(&segment, &frames, &erased, ring)? {
                self.retag(&segment)?;
            }
            self.step()?;
        }
        let agreed = unsettled.agreed.iter();
        let mut owed = std::mem::take(&mut self.owed);
        owed.extend(agreed.filter_map(|name| Segment::parse(name.as_str())));
        if !owed.is_empty() && ring.sending().is_err() {
            return Ok(());
        }
        for segment in owed {
            self.put_anew(&segment, ring.sending()?)?;
            self.step()?;
        }
        ask(self.desk, |app, _| app.settled_at(place, &unsettled))?;
        Ok(())
    }

    /// The same entries once more, with what may leave by now.
    fn put_anew(&mut self, segment: &Segment, key: &ExchangeKey) -> Result<(), Ended> {
        let range = Range {
            author: segment.author,
            first: segment.first,
            last: segment.last,
        };
        let before = self.done.written;
        let put = self.put(&range, key)?;
        self.done.settled += self.done.written - before;
        self.done.written = before;
        let own = ask(self.desk, |app, _| Ok(app.device()))?;
        if put.contains(segment) {
            return Ok(());
        }
        match segment.writer == own {
            // Under another key it has another name: the old one goes when the new ones lie there.
            true => {
                self.remote.remove(segment)?;
                self.forget(segment)
            }
            // What another desk wrote stays as it is; nothing of it waits any more.
            false => self.remember(vec![(*segment, Vec::new())]),
        }
    }

    /// Remembers a segment as it lies now, and whose bodies are still held.
    fn retag(&mut self, segment: &Segment) -> Result<(), Ended> {
        let row = (
            segment.name(),
            self.lying
                .segments
                .get(segment)
                .cloned()
                .unwrap_or_default(),
        );
        let place = self.place;
        Ok(ask(self.desk, |app, _| {
            app.retag_segment(place, &row.0, &row.1)
        })?)
    }

    /// Takes bodies away where they lie, those that are still there; true when something was changed.
    pub(super) fn erase(
        &mut self,
        segment: &Segment,
        frames: &[Sealed],
        erased: &BTreeSet<Hash>,
        ring: &Keyring,
    ) -> Result<bool, Ended> {
        let mut others = BTreeMap::new();
        for frame in frames {
            if !erased.contains(&frame.place.hash) {
                continue;
            }
            let Some(key) = ring.get(frame.place.key) else {
                continue;
            };
            let is_there = matches!(frame.open(key), Ok(Record::Entry(_, None)));
            if is_there {
                let bare = frame.bare(Absence::Erased, key, &mut SystemEntropy);
                others.insert(frame.place.hash, bare);
            }
        }
        if others.is_empty() {
            return Ok(false);
        }
        let tag = self.remote.replace(segment, &others)?;
        self.lying.segments.insert(*segment, tag);
        self.done.settled += others.len() as u64;
        Ok(true)
    }
}
