//! A Chromium browser of a test's own.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::webdriver::Session;

/// Nothing that speaks to the network by itself, and nothing that needs a screen.
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en",
];

/// How long the browser may take for what a test waits for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A size of the page's window.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Screen {
    /// The narrowest that WCAG 2.2 (1.4.10) asks for.
    Narrow,
    Phone,
    Desktop,
}

/// A request that a page made.
#[derive(Debug)]
pub(crate) struct Request {
    /// Its address.
    pub(crate) address: String,
    /// What it is for, by the name that the `DevTools` protocol has for it: `Document`, `Script`.
    pub(crate) kind: String,
    /// The octets that came over the wire, header fields included.
    pub(crate) octets: f64,
}

/// A running browser with one window. Dropping it ends it.
pub(crate) struct Browser {
    session: Session,
    _chromedriver: Chromedriver,
    _profile: TempDir,
}

struct Chromedriver(Child);

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Starts a browser. `None`, with a word on what was left out, on a machine without
    /// Chromium; an error there if `PLENARY_TEST_EVERYTHING` is set.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let Some(program) = on_path("chromedriver") else {
            left_out(test, "chromedriver");
            return None;
        };
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let chromedriver = Chromedriver(child);
        let port: u16 = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse().unwrap();
            }
        };
        // What it goes on saying has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));

        let profile = tempfile::Builder::new().prefix("plenary-browser-").tempdir().unwrap();
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let session = Session::new(
            ([127, 0, 0, 1], port).into(),
            &json!({
                "browserName": "chrome",
                "goog:chromeOptions": { "args": arguments, "binary": on_path("chromium") },
                "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            }),
        );
        let browser = Self { session, _chromedriver: chromedriver, _profile: profile };
        browser.screen(Screen::Desktop);
        Some(browser)
    }

    fn command(&self, command: &str, parameters: &Value) -> Value {
        self.session.command(command, parameters).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A command of the `DevTools` protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        let execute = json!({ "cmd": command, "params": parameters });
        self.command("/goog/cdp/execute", &execute)
    }

    /// Gives the window a size.
    pub(crate) fn screen(&self, screen: Screen) {
        let (width, height) = match screen {
            Screen::Narrow => (320, 640),
            Screen::Phone => (390, 844),
            Screen::Desktop => (1280, 900),
        };
        let is_phone = !matches!(screen, Screen::Desktop);
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Asks for dark pages, or light ones.
    pub(crate) fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Puts the reader's machine in a time zone.
    pub(crate) fn zone(&self, zone: &str) {
        self.devtools("Emulation.setTimezoneOverride", &json!({ "timezoneId": zone }));
    }

    /// Lets pages run scripts, or not.
    pub(crate) fn scripts(&self, on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": !on }));
    }

    /// Opens a page.
    pub(crate) fn open(&self, address: &str) {
        self.command("/url", &json!({ "url": address }));
    }

    /// What a script in the page returns.
    pub(crate) fn run(&self, script: &str, arguments: &Value) -> Value {
        self.command("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The value of an expression in the page.
    pub(crate) fn value(&self, expression: &str) -> Value {
        self.run(&format!("return ({expression})"), &json!([]))
    }

    /// The value of an expression that is a text.
    pub(crate) fn text(&self, expression: &str) -> String {
        let value = self.value(expression);
        value.as_str().unwrap_or_else(|| panic!("{expression} is {value}")).to_owned()
    }

    /// Waits until an expression in the page is true.
    pub(crate) fn until(&self, expression: &str) {
        let began = Instant::now();
        while self.value(expression) != json!(true) {
            assert!(began.elapsed() < PATIENCE, "it never came to be: {expression}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Clicks on the first element of a CSS selector, as a reader would.
    pub(crate) fn click(&self, selector: &str) {
        let element = self.session.element(selector);
        self.command(&format!("/element/{element}/click"), &json!({}));
    }

    /// Presses a key and lets it go.
    pub(crate) fn press(&self, key: char) {
        let strokes = ["keyDown", "keyUp"].map(|stroke| json!({ "type": stroke, "value": key }));
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.command("/actions", &json!({ "actions": [keyboard] }));
    }

    /// The page as a PDF, on paper of a width and height in centimetres.
    pub(crate) fn print(&self, width: f64, height: f64) -> Vec<u8> {
        let page = json!({ "page": { "width": width, "height": height } });
        let pdf = self.command("/print", &page);
        decoded(pdf.as_str().unwrap())
    }

    /// What the browser complained of since it was last asked: errors of scripts, and what the
    /// page's policy forbids.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.log("browser");
        let entries = log.iter().filter(|entry| entry["level"] != "DEBUG");
        entries.map(|entry| format!("{}: {}", entry["level"], entry["message"])).collect()
    }

    /// The entries of a log since it was last asked for.
    fn log(&self, name: &str) -> Vec<Value> {
        let entries = self.command("/se/log", &json!({ "type": name }));
        entries.as_array().unwrap().clone()
    }

    /// The requests that were made since it was last asked.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let log = self.log("performance");
        let messages: Vec<Value> = log
            .iter()
            .map(|entry| {
                let words = entry["message"].as_str().unwrap();
                serde_json::from_str::<Value>(words).unwrap()["message"].take()
            })
            .collect();
        let octets = |id: &Value| {
            let of = |message: &&Value| {
                message["method"] == "Network.loadingFinished"
                    && message["params"]["requestId"] == *id
            };
            let finished = messages.iter().find(of)?;
            finished["params"]["encodedDataLength"].as_f64()
        };
        let begun = messages.iter().filter(|it| it["method"] == "Network.requestWillBeSent");
        begun
            .map(|message| {
                let parameters = &message["params"];
                Request {
                    address: parameters["request"]["url"].as_str().unwrap().to_owned(),
                    kind: parameters["type"].as_str().unwrap_or_default().to_owned(),
                    octets: octets(&parameters["requestId"]).unwrap_or_default(),
                }
            })
            .collect()
    }
}

/// Says that a test is left out for want of something, unless everything has to be tested.
pub(crate) fn left_out(test: &str, wanting: &str) {
    assert!(
        std::env::var_os("PLENARY_TEST_EVERYTHING").is_none(),
        "{test} needs {wanting}, which is not installed"
    );
    eprintln!("left out: {test}, as {wanting} is not installed");
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The octets of Base64 (RFC 4648, section 4).
fn decoded(words: &str) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut octets, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for digit in words.bytes().filter_map(|it| DIGITS.iter().position(|digit| *digit == it)) {
        bits = bits << 6 | u32::try_from(digit).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            octets.push((bits >> count).to_le_bytes()[0]);
        }
    }
    octets
}
