{{/* Whether a kind that Prometheus's operator brings is to be made: a dict of root and create (auto, always, never). */}}
{{- define "tgparser.makes" -}}
{{- if or (eq .create "always") (and (eq .create "auto") (.root.Capabilities.APIVersions.Has "monitoring.coreos.com/v1")) -}}true{{- end -}}
{{- end -}}

{{/* The alerts that are enabled, as the groups of a Prometheus rule file; empty when none is. The files are no templates: what is in braces is Prometheus's. */}}
{{- define "tgparser.ruleGroups" -}}
{{- range $path, $_ := .Files.Glob "rules/*.yaml" }}
{{- $name := base $path | trimSuffix ".yaml" }}
{{- $set := index $.Values.alerts.rules $name }}
{{- if $set.enabled }}
{{- $text := $.Files.Get $path
  | replace "$job" (include "tgparser.fullname" $)
  | replace "$threshold" (toString $set.threshold)
  | replace "$web" (include "tgparser.publicUrl" $ | default (printf "http://localhost:%v" $.Values.service.port)) }}
{{- $rule := fromYaml $text }}
{{- $_ := set $rule "for" $set.for }}
{{- $_ := set $rule "labels" (merge (dict "severity" $set.severity) $.Values.alerts.labels) }}
{{- $_ := set $rule.annotations "runbook_url" (printf "%s/%s.md" (trimSuffix "/" $.Values.alerts.runbookUrl) $name) }}
- name: {{ $name }}
  {{- with $.Values.alerts.evaluationInterval }}
  interval: {{ . }}
  {{- end }}
  rules:
    - {{ toYaml $rule | nindent 6 | trim }}
{{- end }}
{{- end }}
{{- end -}}
