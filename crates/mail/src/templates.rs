//! Templates of mails: built-in ones, which a body may replace file by file without rebuilding.

use std::borrow::Cow;
use std::path::Path;

use cordata_text::{Value as FluentValue, Words};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use mrml::prelude::render::RenderOptions;
use serde::Serialize;

const BUILT_IN: [(&str, &str); 21] = [
    ("layout.mjml", include_str!("../templates/layout.mjml")),
    ("facts.mjml", include_str!("../templates/facts.mjml")),
    ("footer.txt", include_str!("../templates/footer.txt")),
    ("access/subject.txt", include_str!("../templates/access/subject.txt")),
    ("access/body.txt", include_str!("../templates/access/body.txt")),
    ("access/body.mjml", include_str!("../templates/access/body.mjml")),
    ("convocation/subject.txt", include_str!("../templates/convocation/subject.txt")),
    ("convocation/body.txt", include_str!("../templates/convocation/body.txt")),
    ("convocation/body.mjml", include_str!("../templates/convocation/body.mjml")),
    ("cancellation/subject.txt", include_str!("../templates/cancellation/subject.txt")),
    ("cancellation/body.txt", include_str!("../templates/cancellation/body.txt")),
    ("cancellation/body.mjml", include_str!("../templates/cancellation/body.mjml")),
    ("contribution/subject.txt", include_str!("../templates/contribution/subject.txt")),
    ("contribution/body.txt", include_str!("../templates/contribution/body.txt")),
    ("contribution/body.mjml", include_str!("../templates/contribution/body.mjml")),
    ("minutes/subject.txt", include_str!("../templates/minutes/subject.txt")),
    ("minutes/body.txt", include_str!("../templates/minutes/body.txt")),
    ("minutes/body.mjml", include_str!("../templates/minutes/body.mjml")),
    ("digest/subject.txt", include_str!("../templates/digest/subject.txt")),
    ("digest/body.txt", include_str!("../templates/digest/body.txt")),
    ("digest/body.mjml", include_str!("../templates/digest/body.mjml")),
];

/// Why a mail cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A replacement of a built-in template cannot be read.
    #[error("the mail template {name} cannot be read: {error}")]
    Unreadable {
        /// Its name, for instance `convocation/body.mjml`.
        name: &'static str,
        /// Why.
        error: std::io::Error,
    },
    /// A template is wrong, or names something that its mail does not have.
    #[error("the mail template is wrong: {0:#}")]
    Template(#[from] minijinja::Error),
    /// A template gave something that is not MJML.
    #[error("the mail template {name} does not give valid MJML: {error}")]
    Layout {
        /// Its name.
        name: String,
        /// What the MJML parser says.
        error: String,
    },
}

/// The templates of all mails, checked when they are loaded.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
}

/// One fact of a mail, as a sentence of the catalogue needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact {
    Text(String),
    /// Chooses plural forms.
    Number(u32),
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

/// The facts of one mail by the names that the catalogues use for them.
#[derive(Debug, Clone)]
pub(crate) struct Facts(pub(crate) Vec<(&'static str, Fact)>);

impl Facts {
    /// The text of `key`, filled with these facts.
    pub(crate) fn fill(&self, words: &Words, key: &str) -> String {
        let values = self.0.iter().map(|(name, fact)| match fact {
            Fact::Text(text) => (*name, FluentValue::from(text.as_str())),
            Fact::Number(number) => (*name, FluentValue::from(*number)),
        });
        words.format(key, &values.collect::<Vec<_>>())
    }
}

impl Templates {
    /// The built-in templates. A file of the same name under `replacements` (for instance `convocation/body.mjml`)
    /// takes the place of a built-in one; it is read now, and refused now if its syntax is wrong.
    pub fn new(replacements: Option<&Path>) -> Result<Self, MailError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        environment.set_auto_escape_callback(escaping);
        for (name, built_in) in BUILT_IN {
            let source = replacement(replacements, name)?.map_or(Cow::Borrowed(built_in), Cow::Owned);
            environment.add_template_owned(name, source)?;
        }
        Ok(Self { environment })
    }

    /// Renders one template with what is known about the mail. In templates, `t("key")` is the text of the catalogue
    /// in the words' language, filled with the facts.
    pub(crate) fn render(
        &self,
        name: &str,
        words: &Words,
        facts: &Facts,
        view: impl Serialize,
    ) -> Result<String, MailError> {
        let (own_words, own_facts) = (words.clone(), facts.clone());
        let translate = move |key: &str| own_facts.fill(&own_words, key);
        let view = context! { t => Value::from_function(translate), ..Value::from(Serde(view)) };
        Ok(self.environment.get_template(name)?.render(view)?)
    }

    /// Renders one MJML template to HTML. Nothing is loaded from elsewhere: no fonts, no images, no includes.
    pub(crate) fn render_html(
        &self,
        name: &str,
        words: &Words,
        facts: &Facts,
        view: impl Serialize,
    ) -> Result<String, MailError> {
        let mjml = self.render(name, words, facts, view)?;
        let wrong =
            |error: &dyn std::fmt::Display| MailError::Layout { name: name.to_owned(), error: error.to_string() };
        let parsed = mrml::parse(&mjml).map_err(|error| wrong(&error))?;
        let options = RenderOptions { fonts: std::collections::HashMap::new(), ..RenderOptions::default() };
        parsed.element.render(&options).map_err(|error| wrong(&error))
    }
}

fn replacement(folder: Option<&Path>, name: &'static str) -> Result<Option<String>, MailError> {
    let Some(folder) = folder else { return Ok(None) };
    match std::fs::read_to_string(folder.join(name)) {
        Ok(source) => Ok(Some(source)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(MailError::Unreadable { name, error }),
    }
}

/// minijinja escapes by the name of the template: ours are MJML, which becomes HTML.
fn escaping(name: &str) -> AutoEscape {
    let is_markup = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("mjml"));
    if is_markup { AutoEscape::Html } else { AutoEscape::None }
}
