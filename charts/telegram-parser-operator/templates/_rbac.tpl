{{/* Objects without a namespace are named for the release's namespace, too: another release may have the same name. */}}
{{- define "tgparser.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "tgparser.fullname" .) -}}
{{- end -}}

{{- define "tgparser.watchRole" -}}
{{- ternary (include "tgparser.clusterName" .) (include "tgparser.fullname" .) .Values.watch.allNamespaces -}}-workers
{{- end -}}

{{/* A pod has one account; the web server has the token of another one, from a Secret. */}}
{{- define "tgparser.webAccount" -}}
{{- include "tgparser.fullname" . -}}-web
{{- end -}}

{{- define "tgparser.webRole" -}}
{{- ternary (include "tgparser.clusterName" .) (include "tgparser.fullname" .) .Values.watch.allNamespaces -}}-web
{{- end -}}

{{/* Whether the web server asks anything of the API server; "" if not. */}}
{{- define "tgparser.webAsks" -}}
{{- if or .Values.web.writeResources .Values.web.kubernetesTokens.enabled -}}true{{- end -}}
{{- end -}}

{{/* Whose a token is, and what they may do. Neither can be limited to a namespace. */}}
{{- define "tgparser.reviewRules" -}}
- apiGroups: [authentication.k8s.io]
  resources: [tokenreviews]
  verbs: [create]
- apiGroups: [authorization.k8s.io]
  resources: [subjectaccessreviews]
  verbs: [create]
{{- end -}}

{{- define "tgparser.webRules" -}}
- apiGroups: [tgparser.io]
  resources: [telegramusers, channelsubscriptions]
  verbs: [get, patch]
{{- end -}}

{{/* In the operator's own namespace. A create cannot be limited to a name. */}}
{{- define "tgparser.ownRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "tgparser.fullname" . }}-leader]
  verbs: [get, patch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [create]
- apiGroups: [""]
  resources: [secrets]
  resourceNames:
    - {{ include "tgparser.keysSecret" . }}
    {{- if .Values.postgres.enabled }}
    - {{ include "tgparser.databaseSecret" . }}
    {{- end }}
  verbs: [get]
{{- end -}}

{{/* Where the users are. docs/rbac.md gives the reason for each. */}}
{{- define "tgparser.watchRules" -}}
- apiGroups: [tgparser.io]
  resources: [telegramusers]
  verbs: [list, patch, watch]
- apiGroups: [tgparser.io]
  resources: [channelsubscriptions, groupmonitors]
  verbs: [list, watch]
- apiGroups: [tgparser.io]
  resources: [telegramusers/status, channelsubscriptions/status, groupmonitors/status]
  verbs: [update]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [create, list, patch, watch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [create, get, list, patch, watch]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [create, list, patch, watch]
- apiGroups: [""]
  resources: [pods]
  verbs: [delete, list, patch, watch]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get]
- apiGroups: [""]
  resources: [services, serviceaccounts]
  verbs: [create, delete, list, patch, watch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [create, delete, list, patch, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, get, patch]
{{- end -}}
