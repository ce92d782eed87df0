/// What is told to others: changed outcomes and warnings, by topic and by webhook.
@NullMarked
package dev.kept.app.support.outgoing;

import org.jspecify.annotations.NullMarked;
