{{/* What all containers of the operator pod have: a dict of root and resources. */}}
{{- define "tgparser.container" -}}
image: {{ include "tgparser.image" (dict "image" .root.Values.image "defaultTag" .root.Chart.AppVersion) | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- toYaml .root.Values.securityContext | nindent 2 }}
resources:
  {{- toYaml .resources | nindent 2 }}
{{- end -}}

{{/* A container's requests or limits, as the operator reads them: cpu=10m,memory=128Mi, or none. */}}
{{- define "tgparser.quantities" -}}
{{- $pairs := list -}}
{{- range $name, $amount := . -}}
{{- $pairs = append $pairs (printf "%s=%v" $name $amount) -}}
{{- end -}}
{{- join "," $pairs | default "none" -}}
{{- end -}}

{{- define "tgparser.logEnv" -}}
- name: TGPARSER_LOG_FORMAT
  value: {{ .Values.log.format }}
- name: TGPARSER_LOG_LEVEL
  value: {{ .Values.log.level }}
{{- end -}}

{{- define "tgparser.identityEnv" -}}
- name: TGPARSER_INSTALLATION
  value: {{ .Values.installation | quote }}
{{- end -}}

{{/* Own namespace: of the Secrets that are made, and of the Lease. */}}
{{- define "tgparser.namespaceEnv" -}}
- name: TGPARSER_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- end -}}

{{/* A variable from a Secret: a dict of name, secret and key. The kubelet resolves it when the container starts. */}}
{{- define "tgparser.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end -}}

{{- define "tgparser.secretsEnv" -}}
{{ include "tgparser.namespaceEnv" . }}
- name: TGPARSER_KEYS_SECRET
  value: {{ include "tgparser.keysSecret" . }}
{{- if .Values.postgres.enabled }}
- name: TGPARSER_DATABASE_SECRET
  value: {{ include "tgparser.databaseSecret" . }}
- name: TGPARSER_DATABASE_HOST
  value: {{ include "tgparser.postgresHost" . }}
{{- end }}
{{ include "tgparser.logEnv" . }}
{{- end -}}

{{- define "tgparser.migrateEnv" -}}
{{- $secret := include "tgparser.databaseSecret" . -}}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_DATABASE" "secret" $secret "key" "migrate-url") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_OPERATOR_DATABASE" "secret" $secret "key" "operator-url") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_WEB_DATABASE" "secret" $secret "key" "web-url") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_WORKER_DATABASE" "secret" $secret "key" "worker-url") }}
# A first start may pull the image of Postgres and initialise its volume.
- name: TGPARSER_DATABASE_WAIT
  value: "300"
{{ include "tgparser.logEnv" . }}
{{- end -}}

{{- define "tgparser.runEnv" -}}
{{- $database := include "tgparser.databaseSecret" . -}}
{{ include "tgparser.identityEnv" . }}
{{ include "tgparser.namespaceEnv" . }}
- name: TGPARSER_WATCH_NAMESPACE
  value: {{ include "tgparser.watchNamespace" . | quote }}
- name: TGPARSER_LEASE
  value: {{ include "tgparser.fullname" . }}-leader
- name: TGPARSER_LISTEN_METRICS
  value: 0.0.0.0:9090
- name: TGPARSER_REQUESTS_PER_SECOND
  value: {{ .Values.operator.requestsPerSecond | quote }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_DATABASE" "secret" $database "key" "operator-url") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_WORKER_DATABASE" "secret" $database "key" "worker-url") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_CONTROL_KEY" "secret" (include "tgparser.keysSecret" .) "key" "control-key") }}
- name: TGPARSER_WORKER_IMAGE
  value: {{ include "tgparser.image" (dict "image" .Values.worker.image "defaultTag" .Chart.AppVersion) | quote }}
- name: TGPARSER_WORKER_IMAGE_PULL_POLICY
  value: {{ .Values.worker.image.pullPolicy }}
{{- with .Values.worker.imagePullSecrets }}
- name: TGPARSER_WORKER_IMAGE_PULL_SECRETS
  value: {{ join "," . | quote }}
{{- end }}
- name: TGPARSER_WORKER_STORAGE_SIZE
  value: {{ .Values.worker.storage.size | quote }}
{{- with .Values.worker.storage.storageClass }}
- name: TGPARSER_WORKER_STORAGE_CLASS
  value: {{ . | quote }}
{{- end }}
- name: TGPARSER_WORKER_REQUESTS
  value: {{ include "tgparser.quantities" .Values.worker.resources.requests | quote }}
- name: TGPARSER_WORKER_LIMITS
  value: {{ include "tgparser.quantities" .Values.worker.resources.limits | quote }}
- name: TGPARSER_MAX_UNAVAILABLE
  value: {{ .Values.worker.maxUnavailable | quote }}
- name: TGPARSER_NETWORK_POLICIES
  value: {{ ternary "on" "off" .Values.networkPolicy.enabled | quote }}
- name: TGPARSER_WEB_SELECTOR
  value: {{ include "tgparser.operatorSelector" . | replace ": " "=" | replace "\n" "," | quote }}
- name: TGPARSER_PROMETHEUS_SELECTOR
  value: {{ .Values.networkPolicy.prometheusSelector | quote }}
- name: TGPARSER_ENRICHMENT
  value: {{ ternary "on" "off" .Values.enrichment.enabled | quote }}
- name: TGPARSER_ROBOTS
  value: {{ ternary "on" "off" .Values.enrichment.respectRobots | quote }}
{{- with .Values.enrichment.userAgent }}
- name: TGPARSER_USER_AGENT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.enrichment.privateHosts }}
- name: TGPARSER_PRIVATE_HOSTS
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.enrichment.crawl4ai.url }}
- name: TGPARSER_CRAWL4AI_URL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.enrichment.crawl4ai.tokenSecretRef }}
{{- if .name }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_CRAWL4AI_TOKEN" "secret" .name "key" .key) }}
{{- end }}
{{- end }}
{{- if or .Values.telegram.existingSecret .Values.telegram.apiId }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_API_ID" "secret" (include "tgparser.telegramSecret" .) "key" "api-id") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_API_HASH" "secret" (include "tgparser.telegramSecret" .) "key" "api-hash") }}
{{- end }}
{{- if or .Values.proxy.existingSecret .Values.proxy.url }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_DEFAULT_PROXY" "secret" (include "tgparser.proxySecret" .) "key" "url") }}
{{- end }}
{{ include "tgparser.logEnv" . }}
{{- with .Values.operator.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "tgparser.webEnv" -}}
{{- $keys := include "tgparser.keysSecret" . -}}
{{ include "tgparser.identityEnv" . }}
- name: TGPARSER_LISTEN
  value: 0.0.0.0:8010
- name: TGPARSER_LISTEN_METRICS
  value: 0.0.0.0:9091
- name: TGPARSER_WRITE_RESOURCES
  value: {{ ternary "on" "off" .Values.web.writeResources | quote }}
{{- if .Values.web.kubernetesTokens.enabled }}
- name: TGPARSER_TOKEN_AUDIENCES
  value: {{ join "," .Values.web.kubernetesTokens.audiences | quote }}
{{- end }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_DATABASE" "secret" (include "tgparser.databaseSecret" .) "key" "web-url") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_CONTROL_KEY" "secret" $keys "key" "control-key") }}
{{ include "tgparser.secretEnv" (dict "name" "TGPARSER_API_TOKEN" "secret" $keys "key" "api-token") }}
- name: TGPARSER_REQUESTS_PER_MINUTE
  value: {{ .Values.web.requestsPerMinute | quote }}
- name: TGPARSER_AUDIT_DAYS
  value: {{ .Values.web.auditDays | quote }}
{{- with include "tgparser.publicUrl" . }}
- name: TGPARSER_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
{{ include "tgparser.logEnv" . }}
{{- with .Values.web.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
