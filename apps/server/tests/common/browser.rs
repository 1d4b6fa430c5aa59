//! A browser, driven by the protocol of `WebDriver`: JSON over HTTP, of which this needs a dozen lines.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A browser.
#[derive(Debug)]
pub(crate) struct Browser {
    driver: Child,
    address: SocketAddr,
    session: String,
}

impl Browser {
    /// None where there is no driver or no browser.
    pub(crate) fn open() -> Option<Self> {
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

    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, String> {
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

    pub(crate) fn tell(&self, what: &str, body: &Value) -> Value {
        let path = format!("{}/{what}", self.session);
        self.ask("POST", &path, Some(body))
            .unwrap_or_else(|e| panic!("{what}: {e}"))
    }

    pub(crate) fn go(&self, address: &str) {
        self.tell("url", &json!({"url": address}));
    }

    pub(crate) fn run(&self, script: &str) -> Value {
        self.tell("execute/sync", &json!({"script": script, "args": []}))
    }

    /// Wait until a script says that it is so.
    pub(crate) fn until(&self, script: &str) {
        let start = Instant::now();
        while self.run(script) != json!(true) {
            assert!(
                start.elapsed() < Duration::from_mins(1),
                "it never came: {script}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn find(&self, selector: &str) -> String {
        let asked = json!({"using": "css selector", "value": selector});
        let found = self.tell("element", &asked);
        let id = found.as_object().and_then(|o| o.values().next());
        let Some(id) = id.and_then(Value::as_str) else {
            panic!("{selector}: {found}");
        };
        id.to_owned()
    }

    pub(crate) fn click(&self, selector: &str) {
        let id = self.find(selector);
        self.tell(&format!("element/{id}/click"), &json!({}));
    }

    pub(crate) fn write(&self, selector: &str, text: &str) {
        let id = self.find(selector);
        self.tell(&format!("element/{id}/value"), &json!({"text": text}));
    }

    /// As a reader who prefers dark colours, or light ones, sees it.
    pub(crate) fn prefer(&self, colours: &str) {
        let feature = json!({"name": "prefers-color-scheme", "value": colours});
        let emulated =
            json!({"cmd": "Emulation.setEmulatedMedia", "params": {"features": [feature]}});
        self.tell("goog/cdp/execute", &emulated);
    }

    pub(crate) fn size(&self, width: u32, height: u32) {
        self.tell("window/rect", &json!({"width": width, "height": height}));
    }

    pub(crate) fn picture(&self, name: &str) {
        let path = format!("{}/screenshot", self.session);
        let picture = self.ask("GET", &path, None).expect("a picture");
        let bytes = base64(picture.as_str().unwrap_or_default());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        std::fs::write(folder.join(format!("{name}.png")), bytes).expect("a picture is kept");
    }

    /// What the console complains of.
    pub(crate) fn complaints(&self) -> Vec<String> {
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
