//! Builds anew when the web app that goes into the binary was built anew. A debug build reads it from disk instead.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../frontend-example/dist");
    }
}
