/// What the ledger has recorded: one sealed family of events, their envelope, and the names they are stored under.
@NullMarked
package dev.kept.api.event;

import org.jspecify.annotations.NullMarked;
