{{/* Full name of the release's objects: release and chart, without saying the chart's name twice. Names of StatefulSets have at most 52
     characters, since their controller adds to them, and ours adds "-postgres". */}}
{{- define "tgparser.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 43 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 43 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 43 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "tgparser.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "tgparser.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "tgparser.keysSecret" -}}
{{- .Values.keys.secretName | default (printf "%s-keys" (include "tgparser.fullname" .)) -}}
{{- end -}}

{{- define "tgparser.databaseSecret" -}}
{{- .Values.database.existingSecret | default (printf "%s-database" (include "tgparser.fullname" .)) -}}
{{- end -}}

{{- define "tgparser.telegramSecret" -}}
{{- .Values.telegram.existingSecret | default (printf "%s-telegram" (include "tgparser.fullname" .)) -}}
{{- end -}}

{{- define "tgparser.proxySecret" -}}
{{- .Values.proxy.existingSecret | default (printf "%s-proxy" (include "tgparser.fullname" .)) -}}
{{- end -}}

{{/* Name of the bundled Postgres, and the host of it that workers of every namespace can resolve. */}}
{{- define "tgparser.postgresName" -}}
{{- printf "%s-postgres" (include "tgparser.fullname" .) -}}
{{- end -}}

{{- define "tgparser.postgresHost" -}}
{{- printf "%s.%s.svc" (include "tgparser.postgresName" .) .Release.Namespace -}}
{{- end -}}

{{/* Namespace that is watched; empty for all. */}}
{{- define "tgparser.watchNamespace" -}}
{{- if not .Values.watch.allNamespaces -}}
{{- .Values.watch.namespace | default .Release.Namespace -}}
{{- end -}}
{{- end -}}

{{/* Reference of an image: a dict of image and defaultTag. */}}
{{- define "tgparser.image" -}}
{{- if .image.digest -}}
{{- printf "%s@%s" .image.repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" .image.repository (.image.tag | default .defaultTag) -}}
{{- end -}}
{{- end -}}

{{/* Where people reach the web server; empty when nobody has said so. */}}
{{- define "tgparser.publicUrl" -}}
{{- if .Values.web.publicUrl -}}
{{- .Values.web.publicUrl | trimSuffix "/" -}}
{{- else if and .Values.ingress.enabled (not (hasPrefix "*" (first .Values.ingress.hosts).host)) -}}
{{- printf "%s://%s" (ternary "https" "http" (not (empty .Values.ingress.tls))) (first .Values.ingress.hosts).host -}}
{{- end -}}
{{- end -}}
