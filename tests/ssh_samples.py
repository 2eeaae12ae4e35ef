"""Public keys that ssh-keygen made, with the fingerprints that it says; the private halves are gone."""

from __future__ import annotations

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKwogChia1ftS0ZM8ffzHtHTLFZih1DRRFB9HcSoX3Lt marie@laptop"
ECDSA_384 = (
    "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBG6nExgYx9YwLOJjLHoa+vbp"
    "LMF1GAfX2QIZagc2xb4KkW7BZkQAgEszqOb9GGVc8bMn6PYs1agq9KzQA5XzCthjBYgRRHLk9n/pyKI0ttDrJu/vEeR4wciJ"
    "KgySQfn95w== two words"
)
ECDSA_521 = (
    "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAABM9Zx7fJelHf6fr/14cpj"
    "XlUjOyIPbEwc6LTtpdzS8UzBco3z32YWMO1EIQq0PUEsp/IU6YZiKz9MwFTdC0OkCQFxwBit+Lit6Oviiv5/pz0ofCw4OMfr"
    "q4FSrBpKEV5NKvDJpzxq3KngKFm7VYTxOag0EnHw76d/o5QX5ocg6LvY2g== two words"
)
RSA_2048 = (
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDFHtD0AHVeQQ/+RhOwDGQqSewM0t55vklStLsIgQCmVIML/tv1sBdBMdbL"
    "GhHiWV2EdMwPRrngdOu1w21jJNHNEoLYfURTiBBkxqUGe4gIirMenU7wDFzrQ5moal9sahocIyCWAotaNFiV1GTNequu4Zye"
    "d7v7Wa6r2KzzcOCJOdavgG5P3jW6tu8XX13o/9/bJL6YyrI00jQB/fzWEeYzph0z3j+aQlMV7+R/y/WE+vucOVH0OvSjIU1W"
    "22w0cDxVRyFkaUokKcYxoFAHslcrvpPeklC3ay4rnUrU3d3ELTgsJYRftnocBiwQQKcznPcXJpWtm3GBA9UFdQJmWJD3"
)
RSA_1024 = (
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCWRaEkd27bbMc39Lk+0PTVXZ9/eMmJarGgtvqVuQBzIL0koUzdLdPsZzWO"
    "wGyaluWTK7gS0lyEh9j7TEc7tbBGVOZt23Eok3236qj02ZuYpzUlqjcgR8+cSNCxUES4xrCsurK2UKZmaA0UE+PaMTNGEM6T"
    "XkkkTahbttNZqnBFyQ== x"
)

FINGERPRINTS = {
    ED25519: "SHA256:HTZTAjMkPfStOHzynb83RlV9q51W2BWNuuGvhgbeI64",
    ECDSA_384: "SHA256:qMRORUnZOGeEHh6q9PqeUhBtbyJORaZmqp5QNBc+FXA",
    ECDSA_521: "SHA256:b/1Qb8gIKDCuEdDJbuAQdQafJi1A14Bwgsm2KFor0mU",
    RSA_2048: "SHA256:uQ8EYxaS4xP7h8H2x7Pod8+ad55CgW2wZ8x2IdH36nE",
}
