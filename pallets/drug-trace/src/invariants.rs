//! What always holds, one function a numbered invariant of the README.
