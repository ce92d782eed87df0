@NullMarked
package dev.kept.app.architecture.planted.app.rest;

import org.jspecify.annotations.NullMarked;
