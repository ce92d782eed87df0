package dev.kept.app.architecture.planted.domain.audit;

import org.springframework.stereotype.Component;

@Component
class IsABean {}
