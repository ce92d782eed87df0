package dev.kept.app.dashboard;

import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The address that chooses light or dark and leads back to where the reader was.
@Controller
class ThemePages {
    /// A page of ours, relative to this one: no other host, no scheme, no way up.
    static final Pattern OURS = Pattern.compile("(\\./|[a-z][a-z-]{0,40})(\\?[!-~&&[^\\\\\"<>]]{0,4000})?");

    @GetMapping("/theme")
    ModelAndView choose(
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String back,
            HttpServletResponse response) {
        Theme theme = Theme.read(to)
                .orElseThrow(() -> new BadParameter("to", to == null ? "left out" : to, "use auto, light or dark"));
        response.addHeader("Set-Cookie", theme.cookie());
        return Pages.see(back != null && OURS.matcher(back).matches() ? back : "./");
    }
}
