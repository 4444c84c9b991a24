//! A small identity provider (OpenID Connect) that does what a test tells it: honest unless told otherwise.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use cordata_api::openid::OpenIdSettings;
use ring::digest;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

const CLIENT: &str = "cordata";
const SECRET: &str = "parola-d'ordine di prova";

/// How the token lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// It does not.
    None,
    /// It is made for another request.
    Nonce,
    /// It has no nonce.
    NoNonce,
    /// It names another issuer.
    Issuer,
    /// It is for another client.
    Audience,
    /// It is for another client too.
    TwoAudiences,
    /// It was handed to another client.
    Party,
    /// It has expired.
    Expired,
    /// It was written long ago.
    Old,
    /// It is not signed: `alg: none`.
    Unsigned,
    /// It is signed by HMAC with the client's password.
    HmacOfSecret,
    /// It is signed by HMAC with the public key.
    HmacOfKey,
    /// It is signed by a key of somebody else, under the name of the provider's.
    ForeignKey,
    /// The person was exchanged after it was signed.
    Tampered,
    /// The provider answers a code with no identity token.
    NoToken,
    /// The provider sends the question for a token elsewhere.
    Redirect,
    /// The answer never ends.
    Endless,
}

/// What the provider knows and does.
struct Mind {
    issuer: String,
    now: DateTime<Utc>,
    subject: String,
    lie: Lie,
    key: EcdsaKeyPair,
    key_id: u32,
    codes: HashMap<String, BTreeMap<String, String>>,
    /// How often its keys were asked for.
    key_reads: u32,
}

/// The provider, on a port of its own.
#[derive(Clone)]
pub struct Provider(Arc<Mutex<Mind>>);

impl Provider {
    /// Starts it, for products whose clock stands at `now`.
    pub async fn start(now: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Self(Arc::new(Mutex::new(Mind {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            now: now.parse().unwrap(),
            subject: "ada-1".to_owned(),
            lie: Lie::None,
            key: new_key(),
            key_id: 1,
            codes: HashMap::new(),
            key_reads: 0,
        })));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/elsewhere", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// What a product says about it.
    pub fn settings(&self) -> OpenIdSettings {
        OpenIdSettings {
            issuer: self.0.lock().unwrap().issuer.clone(),
            client_id: CLIENT.to_owned(),
            client_secret: SECRET.to_owned(),
            label: "Identità di prova".to_owned(),
            scopes: "openid email profile".to_owned(),
        }
    }

    /// Who uses it from now on.
    pub fn is_used_by(&self, subject: &str) {
        subject.clone_into(&mut self.0.lock().unwrap().subject);
    }

    /// How it lies from now on.
    pub fn lies(&self, lie: Lie) {
        self.0.lock().unwrap().lie = lie;
    }

    /// Exchanges its key.
    pub fn rotate(&self) {
        let mut mind = self.0.lock().unwrap();
        mind.key = new_key();
        mind.key_id += 1;
    }

    /// Exchanges its key and keeps the name of the old one.
    pub fn replace_key(&self) {
        self.0.lock().unwrap().key = new_key();
    }

    /// How often its keys were asked for.
    pub fn key_reads(&self) -> u32 {
        self.0.lock().unwrap().key_reads
    }
}

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap()
}

async fn describe(State(provider): State<Provider>) -> Json<Value> {
    let issuer = provider.0.lock().unwrap().issuer.clone();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // It claims more than anybody should believe.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let mut mind = provider.0.lock().unwrap();
    mind.key_reads += 1;
    let point = mind.key.public_key().as_ref().to_vec();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
    let key = json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": mind.key_id.to_string(), "x": x, "y": y });
    Json(json!({ "keys": [key] }))
}

/// Sends the browser back with a code, as if its user had just signed in.
async fn authorize(State(provider): State<Provider>, Query(asked): Query<BTreeMap<String, String>>) -> Redirect {
    for (name, value) in [("response_type", "code"), ("client_id", CLIENT), ("code_challenge_method", "S256")] {
        assert_eq!(asked[name], value, "{name}");
    }
    assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
    assert!(asked["state"].len() > 40 && asked["nonce"].len() > 40 && asked["code_challenge"].len() == 43);
    let mut mind = provider.0.lock().unwrap();
    let code = format!("code-{}", mind.codes.len());
    let mut back = Url::parse(&asked["redirect_uri"]).unwrap();
    back.query_pairs_mut().append_pair("code", &code).append_pair("state", &asked["state"]);
    mind.codes.insert(code, asked);
    Redirect::to(back.as_str())
}

/// Gives a token for a code: once, to the client with its password, and to whom asked for the code.
async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let mut mind = provider.0.lock().unwrap();
    match mind.lie {
        Lie::Redirect => {
            mind.lie = Lie::None;
            return Redirect::temporary(&format!("{}/elsewhere", mind.issuer)).into_response();
        }
        Lie::Endless => return Json(json!({ "access_token": "x".repeat(1 << 20) })).into_response(),
        _ => {}
    }
    let encoded: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let password = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{encoded}")));
    let known = headers.get(header::AUTHORIZATION).is_some_and(|shown| shown.as_bytes() == password.as_bytes());
    let asked = mind.codes.remove(&form["code"]).filter(|_| known && form["grant_type"] == "authorization_code");
    let Some(asked) = asked else { return refusal() };
    let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, form["code_verifier"].as_bytes()));
    if challenge != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"] {
        return refusal();
    }
    let mut answer = json!({ "access_token": "nothing", "token_type": "Bearer", "expires_in": 60 });
    if mind.lie != Lie::NoToken {
        answer["id_token"] = mind.token(&asked["nonce"]).into();
    }
    Json(answer).into_response()
}

fn refusal() -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response()
}

impl Mind {
    fn token(&self, nonce: &str) -> String {
        let now = self.now.timestamp();
        let mut claims = json!({
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 300,
            // An address of somebody who is known here: it must count for nothing.
            "email": "bobbio@example.org", "email_verified": true,
        });
        match self.lie {
            Lie::Nonce => claims["nonce"] = "another".into(),
            Lie::NoNonce => claims["nonce"] = Value::Null,
            Lie::Issuer => claims["iss"] = "https://evil.example".into(),
            Lie::Audience => claims["aud"] = "another".into(),
            Lie::TwoAudiences => claims["aud"] = json!([CLIENT, "another"]),
            Lie::Party => claims["azp"] = "another".into(),
            Lie::Expired => claims["exp"] = (now - 1).into(),
            Lie::Old => claims["iat"] = (now - 3600).into(),
            _ => {}
        }
        let algorithm = match self.lie {
            Lie::Unsigned => "none",
            Lie::HmacOfSecret | Lie::HmacOfKey => "HS256",
            _ => "ES256",
        };
        let header = json!({ "alg": algorithm, "typ": "JWT", "kid": self.key_id.to_string() });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = URL_SAFE_NO_PAD.encode(self.signature(signed.as_bytes()));
        if self.lie == Lie::Tampered {
            claims["sub"] = "somebody-else".into();
            return format!("{}.{}.{signature}", part(&header), part(&claims));
        }
        format!("{signed}.{signature}")
    }

    fn signature(&self, text: &[u8]) -> Vec<u8> {
        let by_hmac = |secret: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text).as_ref().to_vec();
        let by = |key: &EcdsaKeyPair| key.sign(&SystemRandom::new(), text).unwrap().as_ref().to_vec();
        match self.lie {
            Lie::Unsigned => Vec::new(),
            Lie::HmacOfSecret => by_hmac(SECRET.as_bytes()),
            Lie::HmacOfKey => by_hmac(self.key.public_key().as_ref()),
            Lie::ForeignKey => by(&new_key()),
            _ => by(&self.key),
        }
    }
}
