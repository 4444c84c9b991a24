/// Prints the GraphQL schema, as `schema.graphql` keeps it.
pub(crate) fn run() {
    print!("{}", cordata_api::schema::sdl());
}
