package dev.kept.app.architecture.planted.domain.audit;

import java.io.IOException;
import java.net.Socket;

class OpensASocket {
    Socket open() throws IOException {
        return new Socket("127.0.0.1", 1);
    }
}
