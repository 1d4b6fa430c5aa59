//! A real browser drives the main paths, where Chromium and its driver are installed; elsewhere it says that it was
//! skipped. Screenshots are left in the build's own folder. No error may stand in the console, and `axe-core`, where
//! `AXE_CORE` names its file, may find nothing serious.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Folder, ingest, listen, news};
use serde_json::{Value, json};

/// A browser, by the protocol of `WebDriver`: JSON over HTTP, of which this needs a dozen lines.
struct Browser {
    driver: Child,
    address: SocketAddr,
    session: String,
}

impl Browser {
    /// None where there is no driver or no browser.
    fn open() -> Option<Self> {
        let mut driver = Command::new("chromedriver")
            .args(["--port=0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut told = BufReader::new(driver.stdout.take()?);
        let mut line = String::new();
        let port = loop {
            line.clear();
            if told.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some((_, port)) = line.trim().rsplit_once("started successfully on port ") {
                break port.trim_end_matches('.').parse::<u16>().ok()?;
            }
        };
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        let mut browser = Self {
            driver,
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            session: String::new(),
        };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1280,900",
        ];
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let session = browser.ask("POST", "/session", Some(&capabilities)).ok()?;
        browser.session = format!("/session/{}", session["sessionId"].as_str()?);
        Some(browser)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(self.address).map_err(|e| e.to_string())?;
        stream
            .set_read_timeout(Some(Duration::from_mins(2)))
            .map_err(|e| e.to_string())?;
        let (address, length) = (self.address, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .map_err(|e| e.to_string())?;
        // The driver keeps the connection; its answer ends where its head says.
        let mut reader = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line).map_err(|e| e.to_string())? == 0 {
                return Err("the driver hung up".to_owned());
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).map_err(|e| e.to_string())?;
        let body = String::from_utf8_lossy(&body);
        let answer: Value = serde_json::from_str(&body).map_err(|e| format!("{e}: {body}"))?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"])),
            None => Ok(answer["value"].clone()),
        }
    }

    fn tell(&self, what: &str, body: &Value) -> Value {
        let path = format!("{}/{what}", self.session);
        self.ask("POST", &path, Some(body))
            .unwrap_or_else(|e| panic!("{what}: {e}"))
    }

    fn go(&self, address: &str) {
        self.tell("url", &json!({"url": address}));
    }

    fn run(&self, script: &str) -> Value {
        self.tell("execute/sync", &json!({"script": script, "args": []}))
    }

    /// Wait until a script says that it is so.
    fn until(&self, script: &str) {
        let start = Instant::now();
        while self.run(script) != json!(true) {
            assert!(
                start.elapsed() < Duration::from_mins(1),
                "it never came: {script}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn find(&self, selector: &str) -> String {
        let asked = json!({"using": "css selector", "value": selector});
        let found = self.tell("element", &asked);
        let id = found.as_object().and_then(|o| o.values().next());
        let Some(id) = id.and_then(Value::as_str) else {
            panic!("{selector}: {found}");
        };
        id.to_owned()
    }

    fn click(&self, selector: &str) {
        let id = self.find(selector);
        self.tell(&format!("element/{id}/click"), &json!({}));
    }

    fn write(&self, selector: &str, text: &str) {
        let id = self.find(selector);
        self.tell(&format!("element/{id}/value"), &json!({"text": text}));
    }

    fn size(&self, width: u32, height: u32) {
        self.tell("window/rect", &json!({"width": width, "height": height}));
    }

    fn picture(&self, name: &str) {
        let path = format!("{}/screenshot", self.session);
        let picture = self.ask("GET", &path, None).expect("a picture");
        let bytes = base64(picture.as_str().unwrap_or_default());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        std::fs::write(folder.join(format!("{name}.png")), bytes).expect("a picture is kept");
    }

    /// What the console complains of.
    fn complaints(&self) -> Vec<String> {
        let path = format!("{}/se/log", self.session);
        let log = self
            .ask("POST", &path, Some(&json!({"type": "browser"})))
            .unwrap_or_default();
        log.as_array()
            .into_iter()
            .flatten()
            .filter(|l| l["level"] == "SEVERE")
            .map(|l| l["message"].to_string())
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.ask("DELETE", &self.session, None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn base64(text: &str) -> Vec<u8> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(u32::from(b - b'A')),
        b'a'..=b'z' => Some(u32::from(b - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(b - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut held, mut bits, mut out) = (0u32, 0, Vec::new());
    for v in text.bytes().filter_map(value) {
        held = held << 6 | v;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xff).unwrap_or(0));
            held &= (1 << bits) - 1;
        }
    }
    out
}

/// What `axe-core` finds serious, where it is at hand.
fn barriers(browser: &Browser, axe: Option<&str>) -> Vec<String> {
    let Some(axe) = axe else { return Vec::new() };
    browser.run(axe);
    let script = "const done = arguments[arguments.length - 1];
        axe.run().then(r => done(r.violations.filter(v => ['serious', 'critical'].includes(v.impact))
            .map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))), e => done([String(e)]));";
    let found = browser.tell("execute/async", &json!({"script": script, "args": []}));
    found
        .as_array()
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn the_main_paths() {
    let Some(browser) = Browser::open() else {
        println!("skipped: chromedriver and chromium are not installed");
        return;
    };
    let axe = std::env::var_os("AXE_CORE")
        .map(|path| std::fs::read_to_string(Path::new(&path)).expect("AXE_CORE is a file"));
    if axe.is_none() {
        println!("skipped: AXE_CORE does not name axe-core's file; accessibility was not checked");
    }
    let folder = Folder::new();
    let path = folder.file("news.legation");
    ingest(&path, news());
    let site = format!("http://{}", listen(&path, |s| s.allow_write = true));
    let mut wrong = Vec::new();
    let mut look = |name: &str| {
        browser.picture(name);
        wrong.extend(
            barriers(&browser, axe.as_deref())
                .into_iter()
                .map(|b| format!("{name}: {b}")),
        );
        wrong.extend(
            browser
                .complaints()
                .into_iter()
                .map(|c| format!("{name}: {c}")),
        );
    };

    browser.go(&site);
    look("overview");
    // From a relation to the sentence that says so in two clicks.
    browser.go(&format!("{site}/relations/ETH/SDN"));
    look("relation");
    browser.click("table.rows td.t a");
    browser.until("return location.pathname.startsWith('/happenings/')");
    look("happening");
    browser.click("a[href^='/articles/']");
    browser.until("return location.pathname.startsWith('/articles/')");
    // Words light their records up, and records their words.
    browser.run("document.querySelector('.m.act').dispatchEvent(new MouseEvent('mouseenter'))");
    browser.until("return document.querySelectorAll('.record.lit').length > 0");
    browser.run("document.querySelector('.m.act').dispatchEvent(new MouseEvent('mouseleave'))");
    browser.run("document.querySelector('.record').focus()");
    browser.until("return document.querySelectorAll('.m.lit').length > 0");
    look("article");

    // One click from a record to where it is corrected; what comes of it is seen at once.
    browser.click(".record a[href$='/correct']");
    browser.until("return document.querySelector('select[name=status]') !== null");
    look("correct");
    // By keyboard alone; Enter in a field does what the first button says.
    browser.write("select[name=status]", "planned");
    browser.write("input[name=note]", "only announced\u{e007}");
    browser.until("return document.querySelector('[role=status]') !== null");
    browser.until("return document.querySelector('dl.facts') && document.body.textContent.includes('status is planned')");
    look("corrected");
    browser.click("button[value=undo]");
    browser.until("return location.search === '?done=undone'");
    browser.click("button[value=wrong]");
    browser.until(
        "return location.search === '?done=wrong' && document.querySelector('select') === null",
    );
    look("wrong");
    browser.go(&format!("{site}/corrections"));
    browser.until("return document.querySelector('a[href$=\"/correct\"]') !== null");
    look("corrections");

    browser.go(&format!("{site}/events"));
    browser.write("input[name='actor']", "KEN");
    browser.click("form.card button");
    browser.until("return location.search.includes('actor=KEN') && document.querySelectorAll('table.rows tbody tr').length > 0");
    look("events");
    browser.go(&format!("{site}/actors/KEN"));
    look("actor");
    browser.go(&format!("{site}/network?since=2021-01-01&until=2021-12-31"));
    browser.until("return Number(document.getElementById('canvas').dataset.drawn) >= 3");
    look("network");
    browser.go(&format!("{site}/map?since=2021-01-01&until=2021-12-31"));
    browser.until("return document.getElementById('canvas').dataset.drawn !== undefined");
    look("map");

    browser.go(&format!("{site}/try"));
    browser.write(
        "textarea",
        "Kenya expelled the Sudanese ambassador on Monday.",
    );
    browser.click("form.card button");
    browser.until("return document.querySelectorAll('.record').length > 0");
    look("try");
    browser.go(&format!("{site}/nowhere"));
    browser.picture("nowhere");
    let _ = browser.complaints();

    // A phone: nothing is wider than the screen.
    browser.size(400, 800);
    for page in [
        "/",
        "/events",
        "/articles/clash",
        "/network",
        "/map",
        "/try",
        "/relations/ETH/SDN",
        "/events/visit-1/correct",
        "/corrections",
    ] {
        browser.go(&format!("{site}{page}"));
        let wide =
            browser.run("return document.documentElement.scrollWidth > window.innerWidth + 1");
        assert_eq!(wide, json!(false), "{page} is wider than a phone");
        browser.picture(&format!("phone{}", page.replace('/', "-")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
