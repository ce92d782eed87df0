package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Hands out a backup of the whole database, as of one moment. A backup that was cut short has no manifest.
@RestController
@RequestMapping("/v1")
class BackupController {
    private final Ledger ledger;

    BackupController(Ledger ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/backup")
    void backup(HttpServletResponse response) throws SQLException, IOException {
        response.setContentType("application/zip");
        ledger.backup(response.getOutputStream());
    }
}
