#!/usr/bin/env bash
# Walks the protocol with curl alone: from a token to the downloaded film, with every error provoked.
#
#   scripts/walk.sh BASE CLIP [metered]
#
# BASE is the address of a running server, CLIP a short video. Metered, the server is to have been started
# with --metered; the walk uses up what credits there are. TOO_LARGE is a number of bytes that the server
# does not take in one file (500 MB and one byte unless it was told another limit).
set -euo pipefail

base=${1%/} clip=$2 mode=${3:-unmetered}
too_large=${TOO_LARGE:-500000001}
folder=$(mktemp -d) seen=""
trap 'rm -rf "$folder"' EXIT

fail() { printf 'walk: %s\n' "$*" >&2; [ ! -s "$folder/answer" ] || head -c 2000 "$folder/answer" >&2; exit 1; }

# The first value of a key in the last answer.
value() { grep -o "\"$1\":\"[^\"]*\"" "$folder/answer" | head -n 1 | cut -d '"' -f 4; }
number() { grep -o "\"$1\":-\?[0-9.]*" "$folder/answer" | head -n 1 | cut -d : -f 2; }

# call STATUS CODE METHOD PATH [curl options…]: both have to be right, and the id of the request comes back.
call() {
    local status=$1 code=$2 method=$3 path=$4 got
    shift 4
    got=$(curl -sS --max-time 120 -o "$folder/answer" -D "$folder/headers" -w '%{http_code}' -X "$method" \
        -H "X-Request-Id: walk-$RANDOM" "$@" "$base$path") || true
    [ "$got" = "$status" ] || fail "$method $path: HTTP $got, not $status"
    [ "$code" = - ] || [ "$(number code)" = "$code" ] || fail "$method $path: code $(number code), not $code"
    grep -qi '^x-request-id: walk-' "$folder/headers" || fail "$method $path: no X-Request-Id"
    [ "$code" = - ] || [ "$code" = 0 ] || { [ -n "$(value message)" ] && [ -n "$(value detail)" ]; } || fail "no sentence"
    case $status in 429 | 503) grep -Eqi '^retry-after: ([1-9]|[12][0-9]|30)[[:space:]]*$' "$folder/headers" || fail "no Retry-After" ;; esac
    seen="$seen $status/$code"
    printf '%s %-4s %s %s\n' "$status" "$code" "$method" "$path"
}

skill=(-H 'X-Skill-Source: walk' -H 'X-Skill-Version: 1.0' -H 'X-Skill-Platform: shell')
json=(-H 'Content-Type: application/json')

echo "# A token"
call 400 400 POST /api/auth/anonymous-token
client="walk-$RANDOM$RANDOM$RANDOM"
call 200 0 POST /api/auth/anonymous-token -H "X-Client-Id: $client"
token=$(value token) user=$(value user_id)
[ "$(number expires_in)" = 604800 ] || fail "expires_in"
if [ "$mode" = metered ]; then call 429 429 POST /api/auth/anonymous-token -H "X-Client-Id: $client"; fi
bearer=(-H "Authorization: Bearer $token" "${skill[@]}")
call 401 1001 GET /api/credits/balance/simple
call 401 1001 GET /api/credits/balance/simple -H 'Authorization: Bearer nmv_usr_wrong'
call 200 0 GET /api/credits/balance/simple "${bearer[@]}"
credits=$(number available)

echo "# A session"
call 200 0 POST /api/tasks/me/with-session/nemo_agent "${bearer[@]}" "${json[@]}" -d '{"task_name":"walk","language":"en"}'
session=$(value session_id) task=$(value task_id)
state=/api/state/nemo_agent/me/$session/latest
call 200 0 GET "$state" "${bearer[@]}"
call 200 0 GET "/api/state/nemo_agent/$user/$session/latest" "${bearer[@]}"
call 404 1002 GET /api/state/nemo_agent/me/ses_none/latest "${bearer[@]}"
call 404 404 GET "/api/state/nemo_agent/somebody/$session/latest" "${bearer[@]}"
call 404 1002 POST /run_sse "${bearer[@]}" "${json[@]}" -d '{"session_id":"ses_none","new_message":{"parts":[{"text":"hello"}]}}'

echo "# Files"
upload=/api/upload-video/nemo_agent/me/$session
call 200 0 POST "$upload" "${bearer[@]}" -F "files=@$clip"
[ -n "$(value hash)" ] || fail "no file"
echo 'This is no film.' >"$folder/film.mp4"
call 415 4001 POST "$upload" "${bearer[@]}" -F "files=@$folder/film.mp4"
truncate -s "$too_large" "$folder/large.mp4"
call 413 4002 POST "$upload" "${bearer[@]}" -F "files=@$folder/large.mp4"
call 404 1002 POST /api/upload-video/nemo_agent/me/ses_none "${bearer[@]}" -F "files=@$clip"

echo "# Messages"
say() { call 200 - POST /run_sse "${bearer[@]}" "${json[@]}" -H 'Accept: text/event-stream' \
    -d "{\"app_name\":\"nemo_agent\",\"user_id\":\"me\",\"session_id\":\"$session\",\"new_message\":{\"parts\":[{\"text\":\"$1\"}]}}"; }
say "keep the first half second"
grep -q '"turnComplete": *true' "$folder/answer" || fail "the turn has no end"
grep -q '"text"' "$folder/answer" || fail "the turn ends without a word"
call 200 - POST /run_sse "${bearer[@]}" "${json[@]}" \
    -d "{\"appName\":\"nemo_agent\",\"sessionId\":\"$session\",\"newMessage\":{\"parts\":[{\"text\":\"show tracks\"}]},\"streaming\":true}"
grep -q 'Timeline (' "$folder/answer" || fail "no track summary"
call 400 400 POST /run_sse "${bearer[@]}" "${json[@]}" -d '{"session_id":'
call 400 400 POST /run_sse "${bearer[@]}" "${json[@]}" -d '{"session_id":5}'
call 415 415 POST /run_sse "${bearer[@]}" -F session_id=x

if [ "$mode" = metered ]; then
    echo "# Out of credits"
    call 200 0 GET /api/credits/balance/simple "${bearer[@]}"
    [ "$(number available)" = $((credits - 1)) ] || fail "one edit, one credit: $(number available) of $credits are left"
    while [ "$(number available)" -gt 0 ]; do
        say "make it $(number available)% brighter"
        call 200 0 GET /api/credits/balance/simple "${bearer[@]}"
    done
    call 403 2001 POST /run_sse "${bearer[@]}" "${json[@]}" \
        -d "{\"session_id\":\"$session\",\"new_message\":{\"parts\":[{\"text\":\"make it black and white\"}]}}"
    grep -q "bind=$user" "$folder/answer" || fail "no link to register"
    [ "$(value user_id)" = "$user" ] || fail "no user_id"
    say "how many credits are left?"
    say "status"
fi

echo "# The film as a draft"
draft=/v1/sessions/$session/draft
call 200 0 GET "$draft" "${bearer[@]}"
revision=$(number revision)
sed 's/.*"draft"://; s/},"revision":[0-9]*}$//' "$folder/answer" >"$folder/draft"
printf '{"revision":%s,"draft":%s}' "$revision" "$(cat "$folder/draft")" >"$folder/same"
call 200 0 PUT "$draft" "${bearer[@]}" "${json[@]}" --data-binary "@$folder/same"
[ "$(number revision)" = "$revision" ] || fail "the same draft is another revision"
sed 's/"canvas":{"w":[0-9]*,"h":[0-9]*/"canvas":{"w":640,"h":360/' "$folder/same" >"$folder/edited"
call 200 0 PUT "$draft" "${bearer[@]}" "${json[@]}" --data-binary "@$folder/edited"
[ "$(number revision)" -gt "$revision" ] || fail "the edited draft is no new revision"
call 409 409 PUT "$draft" "${bearer[@]}" "${json[@]}" --data-binary "@$folder/edited"
revision=$(number revision)
printf '{"draft":%s}' "$(cat "$folder/draft")" >"$folder/unsaid"
call 428 428 PUT "$draft" "${bearer[@]}" "${json[@]}" --data-binary "@$folder/unsaid"
call 409 409 PUT "$draft" "${bearer[@]}" "${json[@]}" -H 'If-Match: "0"' --data-binary "@$folder/unsaid"
[ "$(number revision)" = "$revision" ] || fail "the conflict does not carry the present revision"
call 422 422 PUT "$draft" "${bearer[@]}" "${json[@]}" -d "{\"revision\":$revision,\"draft\":{\"v\":1,\"t\":[{\"tt\":0,\"sg\":[{\"d\":-1}]}]}}"
grep -q '"path":"/t/0/sg/0' "$folder/answer" || fail "the fault has no path"
head -c 17000000 /dev/zero >"$folder/zeros"
call 413 413 PUT "$draft" "${bearer[@]}" "${json[@]}" -H 'Expect:' --data-binary "@$folder/zeros"

echo "# An export"
lambda=/api/render/proxy/lambda
export_id="render_$RANDOM$RANDOM"
printf '{"id":"%s","sessionId":"%s","draft":%s,"output":{"format":"mp4","quality":"draft","size":"320x180"}}' \
    "$export_id" "$session" "$(cat "$folder/draft")" >"$folder/export"
call 402 402 POST $lambda -H "Authorization: Bearer $token" "${json[@]}" --data-binary "@$folder/export"
call 200 0 POST $lambda "${bearer[@]}" "${json[@]}" --data-binary "@$folder/export"
job=$(value taskId)
call 200 0 POST $lambda "${bearer[@]}" "${json[@]}" --data-binary "@$folder/export"
[ "$(value taskId)" = "$job" ] || fail "the same id and body is another job"
call 409 409 POST $lambda "${bearer[@]}" "${json[@]}" -d "{\"id\":\"$export_id\",\"sessionId\":\"$session\"}"
call 404 1002 POST $lambda "${bearer[@]}" "${json[@]}" -d '{"sessionId":"ses_none"}'
call 404 404 GET "$lambda/none" "${bearer[@]}"
for _ in $(seq 1 240); do
    call 200 0 GET "$lambda/$export_id" "${bearer[@]}" >>"$folder/polls"
    case $(value status) in completed) break ;; failed) fail "the export failed" ;; *) sleep 0.25 ;; esac
done
[ "$(value status)" = completed ] || fail "the export does not end"
[ -n "$(value outputUrl)" ] || fail "no outputUrl"
url=$(value url)
call 200 0 GET "/api/render/proxy/sessions/$session" "${bearer[@]}"
call 200 0 POST "$lambda/$export_id/cancel" "${bearer[@]}"
call 206 - GET "/api/render/proxy/$export_id/download" "${bearer[@]}" -r 4-7
[ "$(cat "$folder/answer")" = ftyp ] || fail "the range is not that of an MP4"
case $url in http*) ;; *) url=$base$url ;; esac
curl -sS --fail "${bearer[@]}" -o "$folder/film.mp4" "$url" || fail "the film cannot be downloaded"
[ "$(head -c 8 "$folder/film.mp4" | tail -c 4)" = ftyp ] || fail "what was downloaded is no MP4"

echo "# To be looked at"
call 200 0 POST /api/auth/claim-token "${bearer[@]}" "${json[@]}" -d "{\"task_id\":\"$task\",\"session_id\":\"$session\"}"
claim=(-H "Authorization: Bearer $(value claim_token)")
call 200 0 GET "$state" "${claim[@]}"
call 401 1001 GET /api/credits/balance/simple "${claim[@]}"
call 200 - GET /claim

echo "# What is not there"
call 404 404 GET /nothing/here
call 405 405 DELETE "$lambda"
call 200 - GET /openapi.json
call 200 - DELETE "/apps/nemo_agent/users/me/sessions/$session" "${bearer[@]}"
call 404 1002 GET "$state" "${bearer[@]}"

if [ "$mode" != metered ]; then
    echo "# Too many requests"
    curl -s -o /dev/null -w '%{http_code}\n' "${bearer[@]}" "$base/api/credits/balance/simple?[1-1300]" >"$folder/many"
    grep -q 429 "$folder/many" || fail "nobody minds 1300 requests"
    call 429 429 GET /api/credits/balance/simple "${bearer[@]}"
fi

for each in 401/1001 404/1002 415/4001 413/4002 400/400 402/402 429/429 404/404 405/405 409/409 413/413 415/415 422/422 428/428; do
    case $seen in *"$each"*) ;; *) fail "$each was not seen" ;; esac
done
[ "$mode" != metered ] || case $seen in *403/2001*) ;; *) fail "2001 was not seen" ;; esac
echo "The walk is over: $(wc -w <<<"$seen") answers, all as they should be."
