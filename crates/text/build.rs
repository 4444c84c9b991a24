//! Tells the crate its languages, which are the folders of the catalogues, and rebuilds it when a file or a folder is
//! added to them.

use std::fs;

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=src/locales");
    let mut languages = Vec::new();
    for folder in fs::read_dir("src/locales")? {
        languages.push(folder?.file_name().to_string_lossy().into_owned());
    }
    languages.sort_by_key(|language| (language != "it", language.clone()));
    println!("cargo:rustc-env=CORDATA_LANGUAGES={}", languages.join(","));
    Ok(())
}
