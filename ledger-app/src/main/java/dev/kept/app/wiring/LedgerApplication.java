package dev.kept.app.wiring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/// The web application over one open ledger, which is handed in as a bean.
@SpringBootApplication(scanBasePackages = {"dev.kept.app.rest", "dev.kept.app.dashboard"})
class LedgerApplication {
    /// Ids may hold slashes: `%2F` in a path is left for the handler to decode.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInIds() {
        return factory ->
                factory.addConnectorCustomizers(connector -> connector.setEncodedSolidusHandling("passthrough"));
    }
}
