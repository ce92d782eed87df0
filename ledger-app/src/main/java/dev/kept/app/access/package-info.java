/// Decides who may do what: sessions, tokens, an identity provider, and the table of routes.
@NullMarked
package dev.kept.app.access;

import org.jspecify.annotations.NullMarked;
