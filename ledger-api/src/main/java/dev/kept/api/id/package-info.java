/// The names that outlive everything else: of commitments and of reported facts.
@NullMarked
package dev.kept.api.id;

import org.jspecify.annotations.NullMarked;
