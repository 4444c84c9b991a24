use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use cordata_api::edge::server;
use cordata_api::examples;
use cordata_api::explorer::Example;
use cordata_app::ports::Clock;
use cordata_persistence::Durability;
use serde::Serialize;
use tokio::net::TcpListener;
use url::Url;

use crate::config::Config;
use crate::demo::clock::StoryClock;
use crate::demo::seed::{self, Stage, Tokens};
use crate::heads::TrailKeeper;
use crate::lifecycle::shutdown_signal;
use crate::lock::sqlite_url;
use crate::system::SystemClock;
use crate::telemetry::start_metrics;
use crate::wire::{self, Layers};

/// Try it: a seeded plan in a temporary folder.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Print the addresses as one JSON object
    #[arg(long)]
    json: bool,
}

/// What there is to look at.
#[derive(Debug, Serialize)]
struct Invitation {
    site: Url,
    graphql: Url,
    ws: Url,
    explorer: Url,
    mail_dir: PathBuf,
    tokens: Tokens,
    examples: Vec<Example>,
}

impl Demo {
    /// Seeds, serves until a signal, and removes what it made.
    pub(crate) async fn run(&self, config: Config) -> anyhow::Result<()> {
        let folder = tempfile::Builder::new().prefix("cordata-demo-").tempdir()?;
        let mail_dir = config.mail_dir.clone().unwrap_or_else(|| folder.path().join("mail"));
        let own_file = sqlite_url(&folder.path().join("demo.db"));
        let durability = if config.database_url.is_some() { Durability::Full } else { Durability::Off };
        let database_url = config.database_url.clone().unwrap_or(own_file);
        let shutdown = shutdown_signal()?;
        let clock = Arc::new(StoryClock::default());
        let told: Arc<dyn Clock> = Arc::<StoryClock>::clone(&clock);
        let layers = Layers::open_with(&database_url, durability, told).await?;
        layers.database.migrate().await?;
        let listener = listen(&config).await?;
        let public_url = config.public_url(listener.local_addr()?)?;
        let worker = wire::worker(&layers, &config, &mail_dir, public_url.clone())?;
        let intake = layers.intake();
        let stage = Stage {
            app: &layers.app,
            clock: &clock,
            reads: layers.reads.as_ref(),
            worker: &worker,
            intake: &intake,
            now: SystemClock.now(),
        };
        anyhow::ensure!(layers.reads.instance().await?.is_none(), "the demo needs an empty database");
        let tokens = seed::tell(&stage).await.context("the demo could not be seeded")?;
        let router = wire::web(&layers, &config, &public_url, start_metrics()?, shutdown.clone())?;
        self.print(&invitation(public_url, mail_dir, tokens)?)?;
        let mut trail = TrailKeeper::new(&layers, folder.path());
        let limits = wire::limits(&config);
        let serving = server::serve(listener, router, wire::proxies(&config), &limits, shutdown.clone());
        tokio::join!(worker.run(shutdown.clone()), serving, trail.run(shutdown.clone()));
        trail.finish().await;
        layers.database.close().await?;
        folder.close()?;
        Ok(())
    }

    fn print(&self, invitation: &Invitation) -> anyhow::Result<()> {
        if self.json {
            say!("{}", serde_json::to_string(invitation)?)?;
            return Ok(());
        }
        say!(
            "Cordata demo: the permanent mountain table and the plan 2021-2023 (people and decisions are invented)\n"
        )?;
        say!("  pages      {}", invitation.site)?;
        say!("  explorer   {}", invitation.explorer)?;
        say!("  GraphQL    {}", invitation.graphql)?;
        say!("  websocket  {}", invitation.ws)?;
        say!("  mails      {}\n", invitation.mail_dir.display())?;
        say!("Bearer tokens, one per role:")?;
        for (role, token) in invitation.tokens.by_role() {
            say!("  {role:<16} {token}")?;
        }
        say!("\nOperations to try in the explorer:")?;
        for example in &invitation.examples {
            say!("\n# {}\n{}", example.name, example.query.trim())?;
        }
        say!("\nCtrl-C ends the demo and removes its folder.")?;
        Ok(())
    }
}

async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(&config.listen).await;
    listener.with_context(|| format!("cannot listen on {}: `--listen 127.0.0.1:0` takes a free port", config.listen))
}

fn invitation(site: Url, mail_dir: PathBuf, tokens: Tokens) -> anyhow::Result<Invitation> {
    let mut ws = site.join("graphql/ws")?;
    let scheme = if site.scheme() == "https" { "wss" } else { "ws" };
    anyhow::ensure!(ws.set_scheme(scheme).is_ok(), "the address of the site cannot be one of a websocket");
    Ok(Invitation {
        graphql: site.join("graphql")?,
        ws,
        explorer: site.join("explorer")?,
        site,
        mail_dir,
        tokens,
        examples: examples::examples(),
    })
}
