//! A browser without scripts: it keeps cookies, and sends forms from pages of the site.

use std::collections::BTreeMap;

use reqwest::{Response, header};

use crate::TestApp;

/// A browser that nobody used before.
pub struct Browser<'a> {
    app: &'a TestApp,
    cookies: BTreeMap<String, String>,
}

/// A page as it came.
pub struct Visit {
    /// The status.
    pub status: u16,
    /// Where the answer sends the browser on to.
    pub location: Option<String>,
    /// After how many seconds one may ask again.
    pub retry_after: Option<String>,
    /// The text of the page.
    pub text: String,
}

impl Visit {
    /// The value of the first field with this name.
    ///
    /// # Panics
    /// Where the page has no such field.
    pub fn field(&self, name: &str) -> String {
        let marker = format!("name=\"{name}\" value=\"");
        let start = self.text.find(&marker).unwrap_or_else(|| panic!("no field {name}: {}", self.text)) + marker.len();
        let end = self.text[start..].find('"').expect("the value ends");
        self.text[start..start + end].to_owned()
    }
}

impl<'a> Browser<'a> {
    /// A browser without cookies.
    pub fn new(app: &'a TestApp) -> Self {
        Self { app, cookies: BTreeMap::new() }
    }

    /// A browser in which the person at this address has signed in by the link of a mail.
    ///
    /// # Panics
    /// Where nobody is known there, or the link lets nobody in.
    pub async fn signed_in(app: &'a TestApp, address: &str) -> Self {
        let mut browser = Self::new(app);
        let asked = browser.post("/en/sign-in", &[("email", address)]).await;
        assert_eq!(asked.status, 303, "{}", asked.text);
        app.work().await;
        let page = format!("{}/sign-in/", app.url);
        let link = app.mailbox.to(address).iter().rev().find_map(|mail| mail.link(&page));
        let entered = browser.post(&link.expect("a mail to sign in"), &[]).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        browser
    }

    /// A cookie that it keeps.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into it, as a thief would.
    pub fn take_over(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Visit {
        let request = self.app.client.get(self.address(path)).header(header::COOKIE, self.cookie_line());
        self.visit(request.send().await.unwrap()).await
    }

    /// Sends a form from a page of the site.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Visit {
        let request = self.app.client.post(self.address(path)).header(header::COOKIE, self.cookie_line());
        let request = request.header("sec-fetch-site", "same-origin").form(form);
        self.visit(request.send().await.unwrap()).await
    }

    /// Sends a form from a page of another site, with the cookies that a careless browser would send along.
    pub async fn post_from_elsewhere(&mut self, path: &str, form: &[(&str, &str)]) -> Visit {
        let request = self.app.client.post(self.address(path)).header(header::COOKIE, self.cookie_line());
        let request =
            request.header("sec-fetch-site", "cross-site").header("origin", "https://evil.example").form(form);
        self.visit(request.send().await.unwrap()).await
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.app.url) }
    }

    fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    async fn visit(&mut self, answer: Response) -> Visit {
        for line in answer.headers().get_all(header::SET_COOKIE) {
            let (pair, attributes) = line.to_str().unwrap().split_once(';').expect("a cookie has attributes");
            assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"), "{attributes}");
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (location, retry_after) = (header(header::LOCATION), header(header::RETRY_AFTER));
        Visit { status: answer.status().as_u16(), location, retry_after, text: answer.text().await.unwrap() }
    }
}
