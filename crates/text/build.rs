//! Rebuilds the crate when a file or a language is added to the catalogues: a new language is a new folder.

fn main() {
    println!("cargo:rerun-if-changed=src/locales");
}
