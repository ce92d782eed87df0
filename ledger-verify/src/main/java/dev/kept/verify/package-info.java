/// What leaves the house as proof (receipts, bundles) and the verifier of both, which needs the JDK alone.
@NullMarked
package dev.kept.verify;

import org.jspecify.annotations.NullMarked;
