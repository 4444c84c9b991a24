/// Prints the GraphQL schema, as `schema.graphql` keeps it.
pub(crate) fn run() -> anyhow::Result<()> {
    print!("{}", cordata_api::schema::sdl());
    Ok(())
}
