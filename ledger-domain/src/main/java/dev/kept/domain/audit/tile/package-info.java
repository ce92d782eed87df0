/// The log as static files (C2SP tlog-tiles): hash tiles from which any proof can be made, and bundles of
/// entries.
@NullMarked
package dev.kept.domain.audit.tile;

import org.jspecify.annotations.NullMarked;
