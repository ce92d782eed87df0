/// Quick capture: a promise in a person's own words, understood and shown before it is recorded.
@NullMarked
package dev.kept.app.support.capture;

import org.jspecify.annotations.NullMarked;
