use anyhow::Context;
use clap::{Args, Subcommand};
use cordata_app::Caller;
use cordata_app::instance::{Instance, SetLimit, SetUpInstance};
use cordata_app::ports::read::PeopleReads;
use cordata_domain::identity::EmailAddress;
use cordata_domain::limit::Limit;
use cordata_domain::period::{WorkingCalendar, parse_zone};

use crate::config::Config;
use crate::wire::Layers;

/// Say which body this installation serves.
#[derive(Debug, Args)]
pub(crate) struct InstanceCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Set the body's record
    Set(Record),
    /// Print the body's record
    Show,
    /// Print the bounds that hold, or set one of them
    Limit(Bound),
}

#[derive(Debug, Args)]
struct Bound {
    /// Which: a name from the list
    #[arg(requires = "value")]
    name: Option<String>,
    /// To what; amounts are in cents
    value: Option<i64>,
}

#[derive(Debug, Args)]
struct Record {
    /// The body's name
    #[arg(long)]
    name: String,
    /// The zone of its dates and times
    #[arg(long, default_value = "Europe/Rome")]
    zone: String,
    /// Month and day of its patron, like 06-24: no working day
    #[arg(long, value_name = "MM-DD")]
    patron_day: Option<String>,
    /// The name in the From of its mails
    #[arg(long)]
    sender_name: String,
    /// The address in the From of its mails
    #[arg(long)]
    sender_address: String,
}

impl InstanceCommand {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open_ready(config).await?;
        match &self.action {
            Action::Set(record) => {
                layers.app.execute(&Caller::operator(), SetUpInstance(record.read()?)).await?;
                show(&layers).await?;
            }
            Action::Show => show(&layers).await?,
            Action::Limit(bound) => bound.apply(&layers).await?,
        }
        layers.database.close().await?;
        Ok(())
    }
}

async fn show(layers: &Layers) -> anyhow::Result<()> {
    match layers.database.instance().await? {
        Some(instance) => {
            let (name, zone, sender) = (instance.name, instance.zone, instance.sender_name);
            say!("{name}, {zone}, {sender} <{}>", instance.sender_address.as_str())?;
        }
        None => say!("not set up")?,
    }
    Ok(())
}

impl Bound {
    async fn apply(&self, layers: &Layers) -> anyhow::Result<()> {
        if let Some((name, value)) = self.name.as_deref().zip(self.value) {
            let limit: Limit = name.parse().with_context(|| format!("no bound is called {name}"))?;
            layers.app.execute(&Caller::operator(), SetLimit { limit, value }).await?;
        }
        for (limit, value) in layers.database.limits().await? {
            let (name, (min, max)) = (<&str>::from(limit), limit.range());
            say!("{name} {value} (delivered {}, from {min} to {max})", limit.delivered())?;
        }
        Ok(())
    }
}

impl Record {
    fn read(&self) -> anyhow::Result<Instance> {
        Ok(Instance {
            name: cordata_domain::search::line(&self.name, 200).context("--name")?,
            zone: parse_zone(&self.zone).context("--zone")?,
            calendar: WorkingCalendar { patron_day: self.patron_day.as_deref().map(month_day).transpose()? },
            sender_name: cordata_domain::search::line(&self.sender_name, 100).context("--sender-name")?,
            sender_address: EmailAddress::parse(&self.sender_address).context("--sender-address")?,
        })
    }
}

fn month_day(text: &str) -> anyhow::Result<(u32, u32)> {
    let parts = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    let (month, day) = parts.context("--patron-day must be a month and a day, like 06-24")?;
    // A leap year knows every day there is.
    chrono::NaiveDate::from_ymd_opt(2024, month, day).context("--patron-day is no day of the year")?;
    Ok((month, day))
}
