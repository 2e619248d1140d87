//! Bytes that are written by a thread of their own, while whoever makes them makes the next.

use std::io::{self, Write};
use std::mem;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

/// Bytes from which on a block is passed on.
const BLOCK: usize = 256 * 1024;
/// Blocks that wait at most: memory stays flat when the disk is slower.
const WAITING: usize = 8;

/// Keeps what is written until it is passed on to another thread; only that may wait for the disk. What the thread meets comes
/// out of it, or of the end.
pub(super) struct Ahead<'scope, W> {
    block: Vec<u8>,
    /// None once it was waited for.
    thread: Option<Thread<'scope, W>>,
}

struct Thread<'scope, W> {
    blocks: SyncSender<Vec<u8>>,
    /// Blocks that were written, to be filled again.
    free: Receiver<Vec<u8>>,
    end: ScopedJoinHandle<'scope, io::Result<W>>,
}

impl<'scope, W: Write + Send + 'scope> Ahead<'scope, W> {
    pub fn begin(scope: &'scope Scope<'scope, '_>, out: W) -> Self {
        let (blocks, waiting) = sync_channel(WAITING);
        let (written, free) = sync_channel(WAITING);
        let end = scope.spawn(move || drain(&waiting, &written, out));
        Self {
            block: Vec::with_capacity(2 * BLOCK),
            thread: Some(Thread { blocks, free, end }),
        }
    }

    /// Passes on what was written, where that is enough for a block.
    pub fn pass_on(&mut self) -> io::Result<()> {
        if self.block.len() < BLOCK {
            return Ok(());
        }
        let free = self
            .thread
            .as_ref()
            .and_then(|thread| thread.free.try_recv().ok());
        let next = free.unwrap_or_else(|| Vec::with_capacity(2 * BLOCK));
        let block = mem::replace(&mut self.block, next);
        self.hand_over(block)
    }

    /// Waits until everything is written.
    pub fn finish(mut self) -> io::Result<W> {
        let rest = mem::take(&mut self.block);
        self.hand_over(rest)?;
        self.join()
    }

    fn hand_over(&mut self, block: Vec<u8>) -> io::Result<()> {
        let thread = self.thread.as_ref();
        match thread.is_some_and(|thread| thread.blocks.send(block).is_ok()) {
            true => Ok(()),
            // It takes no more: it ended with an error.
            false => self.join().and(Err(io::ErrorKind::BrokenPipe.into())),
        }
    }

    fn join(&mut self) -> io::Result<W> {
        let thread = self.thread.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let Thread { blocks, end, .. } = thread;
        drop(blocks);
        (end.join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

impl<'scope, W: Write + Send + 'scope> Write for Ahead<'scope, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.block.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Nothing: a block that is not full goes with the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn drain<W: Write>(
    blocks: &Receiver<Vec<u8>>,
    free: &SyncSender<Vec<u8>>,
    mut out: W,
) -> io::Result<W> {
    for mut block in blocks {
        out.write_all(&block)?;
        block.clear();
        // Nobody wants it any more: it goes.
        drop(free.try_send(block));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(out: impl Write + Send, bytes: &[u8]) -> io::Result<()> {
        std::thread::scope(|scope| {
            let mut ahead = Ahead::begin(scope, out);
            for part in bytes.chunks(1_000) {
                ahead.write_all(part)?;
                ahead.pass_on()?;
            }
            ahead.finish().map(drop)
        })
    }

    #[test]
    fn every_byte_arrives_in_its_order() {
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
        let mut out = Vec::new();
        written(&mut out, &bytes).unwrap();
        assert!(out == bytes);
        let mut none = Vec::new();
        written(&mut none, &[]).unwrap();
        assert!(none.is_empty());
    }

    /// A disk with room for so many bytes.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = (self.0.checked_sub(bytes.len())).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_early_and_at_the_end() {
        for room in [0, 100, 2_999_999] {
            let error = written(Full(room), &[1; 3_000_000]).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{room}");
        }
        written(Full(3_000_000), &[1; 3_000_000]).unwrap();
    }

    #[test]
    fn whoever_gives_up_leaves_no_thread_behind() {
        let mut out = Vec::new();
        std::thread::scope(|scope| {
            let mut ahead = Ahead::begin(scope, &mut out);
            ahead.write_all(&[1; BLOCK]).unwrap();
            ahead.pass_on().unwrap();
        });
        assert_eq!(out.len(), BLOCK);
    }
}
