{{/* What the schema cannot say in words that help. */}}
{{- define "tgparser.validate" -}}
{{- $v := .Values -}}
{{- if and (not $v.database.existingSecret) (not $v.postgres.enabled) -}}
{{- fail "There is no database. Set database.existingSecret to a Secret with migrate-url, operator-url, web-url and worker-url, or postgres.enabled=true for a small Postgres to try it with." -}}
{{- end -}}
{{- if and $v.database.existingSecret $v.postgres.enabled -}}
{{- fail "database.existingSecret and postgres.enabled=true name two databases. Keep one of them." -}}
{{- end -}}
{{- if and $v.watch.allNamespaces $v.watch.namespace -}}
{{- fail "watch.allNamespaces=true and watch.namespace contradict each other. Keep one of them." -}}
{{- end -}}
{{- if and $v.telegram.existingSecret (or $v.telegram.apiId $v.telegram.apiHash) -}}
{{- fail "telegram.existingSecret and telegram.apiId, telegram.apiHash name two sets of credentials. Keep one of them." -}}
{{- end -}}
{{- if ne (empty $v.telegram.apiId) (empty $v.telegram.apiHash) -}}
{{- fail "telegram.apiId and telegram.apiHash go together. Set both, or neither." -}}
{{- end -}}
{{- /* The schema would repeat a secret that does not fit. */ -}}
{{- if not (regexMatch "^([0-9a-fA-F]{32})?$" $v.telegram.apiHash) -}}
{{- fail "telegram.apiHash is not 32 hex digits. Copy it from https://my.telegram.org." -}}
{{- end -}}
{{- if not (regexMatch "^(mtproto://[^/@?]+:[0-9]+/?[?](.*&)?secret=.+|socks5://([^/]*@)?[^/@]+:[0-9]+/?)?$" $v.proxy.url) -}}
{{- fail "proxy.url is not a proxy's URL. Write mtproto://host:port?secret=HEX or socks5://user:password@host:port." -}}
{{- end -}}
{{- if not (regexMatch "^(https?://[^/@?#\\s]+(/[^@?#\\s]*)?)?$" $v.enrichment.crawl4ai.url) -}}
{{- fail "enrichment.crawl4ai.url is not the URL of a server. Write http://host:port; a token belongs into the Secret of enrichment.crawl4ai.tokenSecretRef." -}}
{{- end -}}
{{- if and $v.enrichment.crawl4ai.tokenSecretRef.name (not $v.enrichment.crawl4ai.url) -}}
{{- fail "enrichment.crawl4ai.tokenSecretRef has a token for no server. Set enrichment.crawl4ai.url, too." -}}
{{- end -}}
{{- if and $v.proxy.existingSecret $v.proxy.url -}}
{{- fail "proxy.existingSecret and proxy.url name two proxies. Keep one of them." -}}
{{- end -}}
{{- end -}}
