{{/* Labels of every object: a dict of root, name and component. */}}
{{- define "tgparser.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "tgparser.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: telegram-parser
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{/* Labels that never change in the life of a release. The operator's policies find its pods by name and instance. */}}
{{- define "tgparser.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "tgparser.operatorLabels" -}}
{{- include "tgparser.labels" (dict "root" . "name" "telegram-parser-operator" "component" "operator") -}}
{{- end -}}

{{- define "tgparser.operatorSelector" -}}
{{- include "tgparser.selector" (dict "root" . "name" "telegram-parser-operator" "component" "operator") -}}
{{- end -}}

{{- define "tgparser.postgresLabels" -}}
{{- include "tgparser.labels" (dict "root" . "name" "telegram-parser-postgres" "component" "database") -}}
{{- end -}}

{{- define "tgparser.postgresSelector" -}}
{{- include "tgparser.selector" (dict "root" . "name" "telegram-parser-postgres" "component" "database") -}}
{{- end -}}

{{- define "tgparser.testLabels" -}}
{{- include "tgparser.labels" (dict "root" . "name" "telegram-parser-test" "component" "test") -}}
{{- end -}}

{{- define "tgparser.testSelector" -}}
{{- include "tgparser.selector" (dict "root" . "name" "telegram-parser-test" "component" "test") -}}
{{- end -}}
