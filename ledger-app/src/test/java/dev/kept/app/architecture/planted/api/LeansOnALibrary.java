package dev.kept.app.architecture.planted.api;

import picocli.CommandLine;

class LeansOnALibrary {
    Object model() {
        return CommandLine.Model.CommandSpec.create();
    }
}
