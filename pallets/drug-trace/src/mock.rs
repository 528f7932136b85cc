//! A runtime for tests. Who is who is a double that tests tell what to answer.
