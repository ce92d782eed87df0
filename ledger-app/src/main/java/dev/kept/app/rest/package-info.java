/// The HTTP interface under `/v1`: records facts and reads what they add up to.
@NullMarked
package dev.kept.app.rest;

import org.jspecify.annotations.NullMarked;
