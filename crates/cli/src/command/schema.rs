/// Prints the GraphQL schema, as `schema.graphql` keeps it.
pub(crate) fn run() -> anyhow::Result<()> {
    say!("{}", cordata_api::schema::sdl().trim_end())
}
