# shellcheck shell=bash
# The live repository, for the scripts that set an image in it.

: "${LIVE_REPOSITORY:?names the live repository, such as git@github.com:acme/live.git}"
stack=${STACK:-application} branch=${LIVE_BRANCH:-main}
live=$(mktemp -d)
trap 'rm -rf "$live"' EXIT

fail() {
  echo "$1" >&2
  exit 1
}

# Takes the newest commit of the live repository.
look() {
  rm -rf "$live"
  git clone --quiet --depth 1 --branch "$branch" "$LIVE_REPOSITORY" "$live"
}

file_of() {
  [[ $1 =~ ^[a-z][a-z0-9-]*$ && -f $live/environments/$1.yaml ]] || fail "there is no environment $1"
  echo "$live/environments/$1.yaml"
}

# The image of the stack in an environment.
image_of() {
  local file image
  file=$(file_of "$1")
  image=$(awk -v stack="$stack:" '/^  [^ #]/ { within = $1 == stack } within && /^      Image: / { print $2 }' "$file")
  [ -n "$image" ] || fail "the stack $stack of $1 has no parameter Image"
  [[ $image != '""' && $image != "''" ]] || fail "$1 runs no image yet"
  echo "$image"
}

# Writes an image into the one line that says it, and leaves the rest of the file as people wrote it.
set_image() {
  local file
  file=$(file_of "$1")
  awk -v stack="$stack:" -v image="$2" '
    /^  [^ #]/ { within = $1 == stack }
    within && /^      Image: / { $0 = "      Image: " image; found++ }
    { print }
    END { exit found != 1 }' "$file" >"$live/.written" || fail "the stack $stack of $1 has no parameter Image, or several"
  mv "$live/.written" "$file"
}

# Commits and pushes; where somebody else was faster, again on top of theirs.
release() {
  local environment=$1 image=$2
  for _ in 1 2 3 4 5; do
    look
    set_image "$environment" "$image"
    if git -C "$live" diff --quiet; then
      echo "$environment is to run $image already"
      return
    fi
    git -C "$live" -c user.name="${GIT_NAME:-CircleCI}" -c user.email="${GIT_EMAIL:-circleci@users.noreply.invalid}" \
      commit --quiet --all --message "Release ${image##*/} to $environment"
    if git -C "$live" push --quiet origin "HEAD:$branch"; then
      echo "$environment is to run $image: $(git -C "$live" rev-parse HEAD)"
      return
    fi
  done
  fail "the live repository did not take the commit"
}
