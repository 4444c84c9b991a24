//! The publisher's real file. Left out where the folder with the data is missing.

use std::path::PathBuf;
use std::process::Command;

use cordata_tests::database::TestDatabase;
use serde_json::Value;

use crate::command_line::program;

fn file() -> PathBuf {
    let folder = std::env::var_os("CORDATA_TEST_DATA").expect("the runner names the folder, or leaves these tests out");
    PathBuf::from(folder).join("pnrr/progetti_provincia_torino.csv")
}

fn import(database: &TestDatabase, arguments: &[&str]) -> Value {
    let output = Command::new(program())
        .args(["import", "pnrr", "--json"])
        .arg(file())
        .args(arguments)
        .env("CORDATA_DATABASE_URL", database.url())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn the_recovery_plans_projects_with_their_totals() {
    let database = TestDatabase::create().await;
    let migrated = Command::new(program()).arg("migrate").env("CORDATA_DATABASE_URL", database.url()).status().unwrap();
    assert!(migrated.success());
    let dry = import(&database, &["--dry-run"]);
    let first = import(&database, &[]);
    for report in [&dry, &first] {
        assert_eq!(
            (&report["rows"], &report["created"], &report["anomalies"]),
            (&1957.into(), &1957.into(), &55.into())
        );
        assert_eq!(report["all"]["total"], "1465703651.90");
        assert_eq!(report["all"]["sumOfSources"], "1465703654.93");
        let sources = &report["all"]["sources"];
        for (column, amount) in [
            ("pnrr", "1201721007.98"),
            ("privato", "141552628.50"),
            ("altri_fondi", "93773058.00"),
            ("altro_pubblico", "24992405.50"),
            ("ue_non_pnrr", "3049678.00"),
            ("comune", "569876.95"),
            ("pnc", "45000.00"),
            ("stato", "0.00"),
        ] {
            assert_eq!(sources[column], amount, "{column}");
        }
        let certified = &report["certified"];
        assert_eq!((&certified["rows"], &certified["total"]), (&1902.into(), &"1343523241.74".into()));
        assert_eq!(certified["sources"]["pnrr"], "1128711793.77");
    }
    let second = import(&database, &[]);
    assert_eq!((&second["created"], &second["changed"], &second["unchanged"]), (&0.into(), &0.into(), &1957.into()));
}
