"""Resource types of CloudFormation that the emulator lacks, entered into its table of handlers.

A handler answers a physical id and the attributes of ``Fn::GetAtt``, or raises ``ValueError`` in the service's words.
"""
