//! A file is dragged over the window and let go there, by the protocol of X11 (XDND 5) that a file manager speaks.

use std::path::Path;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

const PATIENCE: Duration = Duration::from_secs(20);
const VERSION: u32 = 5;

/// Somebody who holds files over a window.
pub struct Hand {
    to: RustConnection,
    own: Window,
    over: Window,
    files: Vec<u8>,
}

impl Hand {
    /// Takes files and brings them over the one window that takes any.
    pub fn over(files: &[&Path]) -> Self {
        let (to, screen) = x11rb::connect(None).unwrap();
        let root = to.setup().roots[screen].root;
        let own = to.generate_id().unwrap();
        let (place, size, looks) = ((-10, -10), (1, 1), CreateWindowAux::new());
        to.create_window(
            0,
            own,
            root,
            place.0,
            place.1,
            size.0,
            size.1,
            0,
            WindowClass::INPUT_ONLY,
            0,
            &looks,
        )
        .unwrap();
        let lines = files.iter().map(|file| address(file));
        let hand = Self {
            over: taking(&to, root),
            files: lines.collect::<String>().into_bytes(),
            own,
            to,
        };
        let selection = hand.atom("XdndSelection");
        hand.to
            .set_selection_owner(own, selection, x11rb::CURRENT_TIME)
            .unwrap();
        hand.say(
            "XdndEnter",
            [own, VERSION << 24, hand.atom("text/uri-list"), 0, 0],
        );
        hand.moved();
        hand
    }

    /// Lets go.
    pub fn drops(self) {
        self.moved();
        self.say("XdndDrop", [self.own, 0, x11rb::CURRENT_TIME, 0, 0]);
        self.until("XdndFinished");
    }

    /// Goes elsewhere with the files.
    pub fn leaves(&self) {
        self.say("XdndLeave", [self.own, 0, 0, 0, 0]);
        self.to.flush().unwrap();
    }

    /// Moves a little, until the window says that it saw it.
    fn moved(&self) {
        let at = 600 << 16 | 400;
        let copy = self.atom("XdndActionCopy");
        self.say("XdndPosition", [self.own, 0, at, x11rb::CURRENT_TIME, copy]);
        self.until("XdndStatus");
    }

    fn atom(&self, name: &str) -> Atom {
        atom(&self.to, name)
    }

    fn say(&self, what: &str, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.over, self.atom(what), data);
        self.to
            .send_event(false, self.over, EventMask::NO_EVENT, message)
            .unwrap();
        self.to.flush().unwrap();
    }

    /// Answers what the window asks until it says something.
    fn until(&self, what: &str) {
        let (wanted, since) = (self.atom(what), Instant::now());
        while since.elapsed() < PATIENCE {
            match self.to.poll_for_event().unwrap() {
                Some(Event::ClientMessage(said)) if said.type_ == wanted => return,
                Some(Event::SelectionRequest(asked)) => self.answer(&asked),
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        panic!("the window never said {what}");
    }

    fn answer(&self, asked: &SelectionRequestEvent) {
        let list = self.atom("text/uri-list");
        let files = &self.files;
        let given = match asked.target == list {
            true => {
                let (to, at) = (asked.requestor, asked.property);
                (self
                    .to
                    .change_property8(PropMode::REPLACE, to, at, list, files))
                .unwrap();
                asked.property
            }
            false => AtomEnum::NONE.into(),
        };
        let notice = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property: given,
        };
        self.to
            .send_event(false, asked.requestor, EventMask::NO_EVENT, notice)
            .unwrap();
        self.to.flush().unwrap();
    }
}

fn atom(to: &RustConnection, name: &str) -> Atom {
    let asked = to.intern_atom(false, name.as_bytes()).unwrap();
    asked.reply().unwrap().atom
}

/// A line of the list: what is no plain sign of an address is written as its bytes (RFC 2483, RFC 3986).
fn address(file: &Path) -> String {
    let mut line = String::from("file://");
    for byte in file.to_str().unwrap().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                line.push(byte.into());
            }
            other => line.push_str(&format!("%{other:02X}")),
        }
    }
    line + "\r\n"
}

/// The window that takes what is dragged.
fn taking(to: &RustConnection, root: Window) -> Window {
    let aware = atom(to, "XdndAware");
    let takes = |window: &Window| {
        let asked = to.get_property(false, *window, aware, AtomEnum::ANY, 0, 1);
        let said = asked.unwrap().reply();
        said.is_ok_and(|said| !said.value.is_empty())
    };
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        let windows = to.query_tree(root).unwrap().reply().unwrap().children;
        if let Some(found) = windows.into_iter().find(takes) {
            return found;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no window takes files");
}
