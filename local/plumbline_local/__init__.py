"""The local default: an AWS emulator (ministack) set up as an organisation of five accounts.

Each module mends or adds one thing that Plumbline needs and the emulator lacks; README.md lists them.
"""
