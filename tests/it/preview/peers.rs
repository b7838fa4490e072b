//! What the previews of others do wrong.
