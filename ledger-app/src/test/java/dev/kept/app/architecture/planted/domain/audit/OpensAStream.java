package dev.kept.app.architecture.planted.domain.audit;

import java.io.FileInputStream;
import java.io.IOException;

class OpensAStream {
    int first(String name) throws IOException {
        try (var in = new FileInputStream(name)) {
            return in.read();
        }
    }
}
