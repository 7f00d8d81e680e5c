//! The built dashboard as it lies in the function's package.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

/// The page that names all other files: published last.
pub(crate) const INDEX: &str = "index.html";
/// What the dashboard reads at its start.
pub(crate) const CONFIG: &str = "config.json";

/// A browser may keep these for a year without asking, because another content has another name.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// A browser and CloudFront ask each time whether these have changed.
pub(crate) const NO_CACHE: &str = "no-cache";

/// A file of the dashboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Its key in the bucket, which is its path on the site without the first slash.
    pub(crate) key: String,
    /// Where it lies here.
    pub(crate) path: PathBuf,
    /// Its size in bytes.
    pub(crate) size: u64,
}

impl File {
    /// Whether its name changes with its content: Vite puts such files, and none else, into `assets`.
    pub(crate) fn is_immutable(&self) -> bool {
        self.key.starts_with("assets/")
    }

    /// How long caches may keep it.
    pub(crate) fn cache_control(&self) -> &'static str {
        if self.is_immutable() {
            IMMUTABLE
        } else {
            NO_CACHE
        }
    }
}

/// All files of the dashboard.
///
/// # Errors
/// When there is no dashboard in the package.
pub(crate) fn files(root: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    collect(root, root, &mut files)
        .context("the package holds no dashboard: build it with `cargo xtask build`")?;
    ensure!(
        files.iter().any(|file| file.key == INDEX),
        "the dashboard in the package has no {INDEX}: build it with `cargo xtask build`"
    );
    Ok(files)
}

fn collect(root: &Path, directory: &Path, files: &mut Vec<File>) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let key = path
                .strip_prefix(root)?
                .to_str()
                .context("a file's name is not Unicode")?
                .to_owned();
            let size = fs::metadata(&path)?.len();
            files.push(File { key, path, size });
        }
    }
    Ok(())
}

/// The media type of a file, by its name. With `nosniff` a browser believes nothing else.
pub(crate) fn content_type(key: &str) -> &'static str {
    match key.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
